using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OnnxTrain;

/// <summary>
/// What has to be the same when a run goes on: all that its numbers depend on. The training step is one graph, so its text covers model,
/// loss, optimizer and regularization at once.
/// </summary>
internal static class RunIdentity
{
    /// <summary>Name and value of each part; the graph, which says least to a reader, comes last.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(
        TrainingSettings settings, Model model, Loss loss, Optimizer optimizer, Graph step, Dataset train, Dataset? validation
    ) =>
        [
            ("seed", Text(settings.Seed)),
            ("batch size", Text(settings.BatchSize)),
            ("sampling", settings.Sampling.ToString()),
            (
                "treatment of the last batch", settings.LastBatch switch
                {
                    LastBatch.Drop => "dropped",
                    LastBatch.Merge => "merged",
                    _ => "nothing",
                }),
            ("augmentation", settings.Augmentation?.ToString() ?? "nothing"),
            ("number of accumulation steps", Text(settings.AccumulationSteps)),
            ("loss", loss.GetType().Name),
            ("optimizer", optimizer.GetType().Name),
            ("learning rate", optimizer.LearningRate.ToString("R", CultureInfo.InvariantCulture)),
            ("schedule", Schedule(settings.Schedule)),
            ("number of parameters", Text(model.ParameterCount)),
            ("text of the first values", FirstValues(model)),
            ("training data", Rows(train)),
            ("validation data", validation is null ? "none" : Rows(validation)),
            ("text of model, loss and settings of the optimizer", Digest(Encoding.UTF8.GetBytes(GraphText.Of(step)))),
        ];

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>
    /// Its settings, and some of its factors where it is the user's own. One that is a table may end before a time that is asked for, and
    /// its text there.
    /// </summary>
    private static string Schedule(LearningRateSchedule? schedule)
    {
        if (schedule is null) return "none";
        var settings = InvariantText.Of(schedule);
        if (schedule.GetType().Assembly == typeof(LearningRateSchedule).Assembly) return settings;
        var factors = new List<string>();
        foreach (var time in Enumerable.Range(0, 100).Concat([1000, 10_000]))
        {
            try
            {
                factors.Add(schedule.Factor(time, []).ToString("R", CultureInfo.InvariantCulture));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                break;
            }
        }

        return $"{schedule.GetType().FullName} {settings} by {schedule.Unit}: {string.Join(", ", factors.Take(3))} … "
            + $"({Digest(Encoding.UTF8.GetBytes(string.Join(", ", factors)))})";
    }

    /// <summary>What the variables begin with by seed and initializers, whatever they hold now.</summary>
    private static string FirstValues(Model model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var stream = 0u;
        foreach (var variable in ModelWeights.Variables(model)) hash.AppendData(variable.FirstValues(model.Seed, stream++));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static string Rows(Dataset data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        data.AppendTo(hash);
        return Invariant($"{data.RowCount} rows ({Convert.ToHexStringLower(hash.GetHashAndReset())[..16]})");
    }

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
}
