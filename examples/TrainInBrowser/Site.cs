using OnnxTrain;

/// <summary>The folder that is served: page, files of the training step, rows and runtime. Any web server can serve it.</summary>
/// <param name="project">The folder of this example.</param>
/// <param name="output">The folder to write; what it holds of the same names is replaced.</param>
internal sealed class Site(string project, string output)
{
    /// <summary>Writes <c>model/</c>, what <see cref="TrainingExport.ExportTraining"/> leaves there, and <c>data/</c>, the rows.</summary>
    public TrainingFiles WriteTraining(DigitRows rows)
    {
        string[] classes = [.. Enumerable.Range(0, DigitRows.Classes).Select(digit => $"{digit}")];
        var model = ImageModel.Classifier(rows.Train, classes, new DigitNetwork(), new() { Seed = 1 });
        using var trainer = new Trainer(model, new Adam(2e-3), options: new() { Seed = 1, BatchSize = 32 });
        rows.WriteTo(Path.Combine(output, "data"));
        return trainer.ExportTraining(Path.Combine(output, "model"));
    }

    /// <summary>Writes the page and, as <c>ort/</c>, ONNX Runtime Web.</summary>
    public void WritePage()
    {
        foreach (var file in Directory.EnumerateFiles(Page)) File.Copy(file, Path.Combine(output, Path.GetFileName(file)), overwrite: true);
        new NpmPackage(project, "onnxruntime-web").CopyTo(Path.Combine(output, "ort"), RuntimeFiles);
    }

    private string Page => Path.Combine(project, "page") is var folder && Directory.Exists(folder)
        ? folder
        : throw new IOException($"{folder} is not here; run this from the root of the repository.");

    /// <summary>The runtime on WebAssembly alone, and one that has WebGPU too.</summary>
    private static readonly string[] RuntimeFiles =
    [
        "ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm",
        "ort.min.mjs", "ort-wasm-simd-threaded.jsep.mjs", "ort-wasm-simd-threaded.jsep.wasm",
    ];
}
