using OnnxTrain.Onnx;

namespace OnnxTrain.Cli;

/// <summary>The files of a training step, and what to do with them.</summary>
internal static class TrainingFilesView
{
    private const int MostNames = 12;

    private static readonly (string Name, string Content)[] Contents =
    [
        (TrainingFiles.TrainingName, "a training step"),
        (TrainingFiles.InitialName, "returns the initial values of the variables"),
        (TrainingFiles.WeightsName, "the same values as safetensors"),
        (TrainingFiles.InferenceName, "predicts, with the variables as inputs"),
        (TrainingFiles.ModelName, "the model to deploy; finish puts trained weights into it"),
        (TrainingFiles.ManifestName, "which output is which input of the next step"),
    ];

    /// <summary>A step in ONNX Runtime beside the library's.</summary>
    public static void WriteCheck(Page page, StepComparison comparison, string runtime, string noun)
    {
        if (comparison.Problems.Count == 0)
            page.Heading(
                "Verified",
                $"a step of {Numbers.Count(comparison.Rows, noun)} has the same loss in ONNX Runtime {runtime} and in the library",
                Page.Good);
        else
            page.Heading("Different", "a step in ONNX Runtime differs from the library's", Page.Bad);
        foreach (var problem in comparison.Problems)
            page.Fact("problem", problem);
        page.Fact("loss", $"{Numbers.Loss(comparison.Loss)}, relative difference {comparison.Difference:0.0e+0}");
        page.Blank();
    }

    /// <summary>The files that were written.</summary>
    /// <param name="page">Where to write.</param>
    /// <param name="files">The files.</param>
    /// <param name="features">How many of their inputs, the first, are features.</param>
    /// <param name="folder">Where they are.</param>
    public static void WriteFiles(Page page, TrainingFiles files, int features, string folder)
    {
        var opset = OnnxFile.Read(Path.Combine(folder, TrainingFiles.TrainingName)).OpsetImport.First(o => o.Domain.Length == 0).Version;
        page.Heading("Written", $"{folder}, opset {opset}", Page.Good);
        page.Facts([
            .. Contents.Select(file =>
                (file.Name, $"{Numbers.Bytes(new FileInfo(Path.Combine(folder, file.Name)).Length)}, {file.Content}")),
        ]);
        page.Fact("nodes", $"{files.NodeCount:N0}");
        page.Fact(
            "inputs",
            $"{Names([.. files.Inputs.Take(features)])}; {string.Join(", ", files.Inputs.Skip(features))}; "
                + $"{Numbers.Count(files.Variables.Count, "variable")}");
        page.Fact("outputs", $"{string.Join(", ", files.Outputs)}; NAME/updated, the next value of each variable that changes");
        page.Blank();
    }

    /// <summary>How to train with them: a line for each language.</summary>
    public static void WriteNext(Terminal terminal, Page page, string folder)
    {
        var step = $"{folder}/{TrainingFiles.TrainingName}";
        page.Heading(
            "Train with it",
            $"feeds are the inputs above and all variables; the output NAME/updated is the input NAME of the next step; "
                + $"{TrainingFiles.ManifestName} lists all");
        page.Blank();
        Line("Python", $"pip install onnxruntime: outputs = InferenceSession('{step}').run(None, feeds)");
        Line("Node", $"package onnxruntime-node: outputs = await (await InferenceSession.create('{step}')).run(feeds)");
        Line("browser", "package onnxruntime-web: the same as for Node, with the URL of the file");
        Line("finally", CommandLineText.Of(["finish", folder, "trained.safetensors", "--output", $"{Finished(folder)}"]));

        void Line(string label, string text) => terminal.OutWriter.WriteLine($"  {label,-12}{text}");
    }

    /// <summary>The usual name of the model of a folder of training files.</summary>
    public static string Finished(string folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        const string suffix = "-training";
        return $"{(name.EndsWith(suffix, StringComparison.Ordinal) && name.Length > suffix.Length ? name[..^suffix.Length] : name)}.onnx";
    }

    private static string Names(IReadOnlyList<string> names) =>
        names.Count <= MostNames
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more";
}
