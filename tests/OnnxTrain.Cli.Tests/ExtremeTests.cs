using System.CommandLine;

namespace OnnxTrain.Cli.Tests;

/// <summary>Extreme values of options that take a number: each trains, or is refused in a sentence that names what is wrong.</summary>
public sealed class ExtremeTests : IDisposable
{
    private static readonly string[] Values =
        ["1e300", "-1e300", "1e-300", "1e38", "0", "-1", "99999999999999", "2147483647", "NaN", "0.999999999", "1e-9"];

    /// <summary>Options that would take all the time or the memory there is, as is asked for.</summary>
    private static readonly string[] Long = ["--epochs", "--ensemble", "--threads", "--image-size"];

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Numbers() =>
    [
        .. new TrainVerb().Sections.SelectMany(section => section.Options)
            .Where(option => option.ValueType != typeof(bool) && !Long.Contains(option.Name) && IsNumber(option))
            .Select(option => option.Name),
    ];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void An_extreme_number_trains_or_is_refused_in_words(string option)
    {
        var data = _folder.Write("points.csv", Tables.Points());
        foreach (var value in Values)
        {
            var run = ToolRun.Of(
                "train", data, "--target", "big", "--hidden", "4", "--epochs", "1", "--no-verify", "--output", _folder["m.onnx"],
                $"{option}={value}");
            Assert.True(
                run.ExitCode == 0 || (run.ExitCode == 2 && run.Error.StartsWith("onnxtrain: ", StringComparison.Ordinal)),
                $"{option}={value}: {run.ExitCode} {run.Error}");
            Assert.DoesNotContain("Unexpected", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("representable", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("Actual value", run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("60000,60000", "60000")]
    [InlineData("65536,65536,65536,65536", "65536")]
    public void A_network_that_no_memory_holds_is_refused_before_it_is_made(string hidden, string words) => ToolRun
        .Of("train", _folder.Write("points.csv", Tables.Points()), "--target", "big", "--hidden", hidden, "--output", _folder["m.onnx"])
        .Refuses(words, "fewer units");

    /// <summary>Whether an option's help shows a number.</summary>
    private static bool IsNumber(Option option) => option.ValueType == typeof(int?) || option.ValueType == typeof(double?)
        || option.ValueType == typeof(ulong?) || option.ValueType.FullName!.Contains("Given", StringComparison.Ordinal)
            && option.HelpName is "N" or "R" or "PART" or "NORM" or "WEIGHT" or "LOSS" or "RATE" or "TIME" or "SEED" or "DECAY" or "SIZE";
}
