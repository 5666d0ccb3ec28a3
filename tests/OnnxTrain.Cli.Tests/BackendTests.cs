namespace OnnxTrain.Cli.Tests;

/// <summary><c>train --backend</c>.</summary>
public sealed class BackendTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Steps_in_Onnx_Runtime_train_as_the_library_does()
    {
        var (native, other) = (History("native.csv"), History("other.csv", "--backend", "ort-cpu"));
        Assert.Equal(6, native.Count);
        foreach (var (a, b) in native.Skip(1).Zip(other.Skip(1))) Assert.Equal(Number(a[1]), Number(b[1]), 1e-5);
    }

    [Fact]
    public void The_screen_says_what_computes_the_steps() =>
        Assert.Contains(
            "backend ort-cpu", ToolRun
                .Of("train", Tables.Iris, "--target", "species", "--epochs", "1", "-o", _folder["m.onnx"], "--backend", "ort-cpu")
                .Succeeds()
                .Output,
            StringComparison.Ordinal);

    [Fact]
    public void An_unknown_backend_is_refused() =>
        ToolRun.Of("train", Tables.Iris, "--target", "species", "--backend", "gpu").Refuses("native, ort-cpu, ort-cuda");

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The lines of a run's history.</summary>
    private List<string[]> History(string file, params string[] options)
    {
        ToolRun
            .Of([
                "train", Tables.Iris, "--target", "species", "--epochs", "5", "--patience", "0", "--dropout", "0.1", "--output",
                _folder["m.onnx"], "--history", _folder[file],
                .. options,
            ])
            .Succeeds();
        return [.. File.ReadAllLines(_folder[file]).Select(line => line.Split(','))];
    }
}
