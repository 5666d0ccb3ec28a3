using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OnnxTrain;

/// <summary>
/// What must be the same when a run is resumed: everything its numbers depend on. The training step is one graph, so its text covers model,
/// loss, optimizer and regularization at once.
/// </summary>
internal static class RunIdentity
{
    /// <summary>The name and value of each part; the graph, which is the least readable, comes last.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(
        TrainingOptions options, Model model, Loss loss, Optimizer optimizer, Graph step, IRowSource train, IRowSource? validation
    ) =>
        [
            .. TrainingOptionTable.All.Where(o => o.Identity is not null).Select(o => (o.Identity!, o.IdentityText(options))),
            ("loss", loss.GetType().Name),
            ("optimizer", optimizer.GetType().Name),
            ("learning rate", optimizer.LearningRate.ToString("R", CultureInfo.InvariantCulture)),
            ("number of parameters", model.ParameterCount.ToString(CultureInfo.InvariantCulture)),
            ("text of the first values", FirstValues(model)),
            ("training data", Rows(train)),
            ("validation data", validation is null ? "none" : Rows(validation)),
            ("text of model, loss and settings of the optimizer", Digest(Encoding.UTF8.GetBytes(GraphText.Of(step)))),
        ];

    /// <summary>A short digest of the bytes.</summary>
    public static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];

    /// <summary>The initial values of the variables from seed and initializers, whatever their current values.</summary>
    private static string FirstValues(Model model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var stream = 0u;
        foreach (var variable in ModelWeights.Variables(model)) hash.AppendData(variable.FirstValues(model.Seed, stream++));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static string Rows(IRowSource data) => Invariant($"{data.RowCount} rows ({data.Fingerprint()})");
}
