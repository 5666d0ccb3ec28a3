using System.CommandLine;
using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>The options of <c>train</c> that say how columns go into the model.</summary>
internal sealed class InputOptions
{
    private readonly Option<ColumnChoice<Scaling>[]?> _scale = Options.Choices(
        "--scale",
        "How numbers are scaled: standardize (mean 0, deviation 1), minmax (0 to 1), minmax-symmetric (-1 to 1), robust (by median and "
            + "quartiles), log (ln(1 + x), standardized; no negative numbers) or none. For all columns, or COLUMNS=SCALING. Default: "
            + "standardize.",
        "SCALING", ScalingOf, "standardize, minmax, minmax-symmetric, robust, log or none, or COLUMN= before one of them");

    private readonly Option<ColumnChoice<CategoryEncoding>[]?> _encode = Options.Choices(
        "--encode",
        "How categories are encoded: onehot (a number for each), embedding:N (N learned numbers, by their count unless given), binary (the "
            + "binary digits of its index) or hash:N (N numbers, 32 unless given, by hashing). For all columns, or COLUMNS=ENCODING. A "
            + $"category that did not occur in training becomes zeros. Default: onehot up to {CategoryEncoding.MostOneHot} categories, "
            + "embedding for more.",
        "ENCODING", EncodingOf,
        "onehot, embedding or embedding:N, binary, hash or hash:N with N from 1 to 65536, or COLUMN= before one of them");

    private readonly Option<bool> _logTarget = Options.Flag(
        "--log-target", "Learn the logarithm ln(1 + y) of regression targets, which the file undoes; no negative numbers.");

    /// <summary>The column of the rows' weights.</summary>
    public Option<string?> Weight { get; } =
        Options.Text(
            "--weight", "COLUMN",
            "The column of the weights of rows in the loss: numbers, 0 or more. It is not an input of the model.");

    public HelpSection Section => new("Inputs", _scale, _encode, _logTarget);

    public InputRequest Request(ParseResult arguments) => new()
    {
        Scale = arguments.GetValue(_scale) ?? [],
        Encode = arguments.GetValue(_encode) ?? [],
        LogTarget = arguments.GetValue(_logTarget),
        Weight = arguments.GetValue(Weight),
    };

    private static Scaling? ScalingOf(string text) => text.ToUpperInvariant() switch
    {
        "STANDARDIZE" => Scaling.Standardize,
        "MINMAX" => Scaling.MinMax,
        "MINMAX-SYMMETRIC" => Scaling.MinMaxSymmetric,
        "ROBUST" => Scaling.Robust,
        "LOG" => Scaling.Log,
        "NONE" => Scaling.None,
        _ => null,
    };

    private static CategoryEncoding? EncodingOf(string text)
    {
        const int most = 1 << 16;
        var parts = text.ToUpperInvariant().Split(':', 2);
        int? size = null;
        if (parts.Length == 2)
        {
            if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var given)) return null;
            if (given is < 1 or > most) return null;
            size = given;
        }

        return (parts[0], size) switch
        {
            ("ONEHOT" or "ONE-HOT", null) => CategoryEncoding.OneHot,
            ("BINARY", null) => CategoryEncoding.Binary,
            ("HASH", _) => size is { } buckets ? CategoryEncoding.Hash(buckets) : CategoryEncoding.Hash(),
            ("EMBEDDING", _) => CategoryEncoding.Embedding(size),
            _ => null,
        };
    }
}
