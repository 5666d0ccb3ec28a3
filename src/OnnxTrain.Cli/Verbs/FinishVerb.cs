using System.CommandLine;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using OnnxTrain.Onnx;

namespace OnnxTrain.Cli;

/// <summary><c>finish</c>: the model of a folder of training files, with weights that were trained elsewhere.</summary>
internal sealed class FinishVerb() : Verb(
    "finish",
    "Put trained weights into the model of exported training files.",
    "Which folder and which weights? onnxtrain finish FOLDER WEIGHTS.safetensors")
{
    private readonly Argument<string?> _folder = File("FOLDER", "A folder that onnxtrain export-training wrote.");
    private readonly Argument<string?> _weights = File(
        "WEIGHTS", "A safetensors file with the trained variables under their names; variables of the optimizer in it are ignored.");

    private readonly Option<string?> _output = Options.Output(
        "FILE", "The file to write. Default: FOLDER's name with .onnx, without -training, in the current folder.");

    private readonly Option<bool> _force = Options.Flag("--force", "Replace the file if it exists, without asking.");

    private readonly Option<ExecutionProvider?> _provider = ProviderOption.Create();

    public override string Description =>
        "Puts trained weights into the model of a folder of training files and writes it as one ONNX file, ready to deploy. The file is "
            + "written only if ONNX Runtime loads it. A file that exists is replaced only with --force, or after a question on a terminal.";

    public override IReadOnlyList<Argument> Arguments => [_folder, _weights];

    public override IReadOnlyList<HelpSection> Sections => [new("Output", _output, _force, _provider)];

    public override IReadOnlyList<(string Command, string Effect)> Examples =>
        [
            (
                "onnxtrain finish iris-training trained.safetensors --output iris.onnx",
                "Write the model with weights that were trained in Python, Node or a browser."),
            ("onnxtrain finish iris-training iris-training/initial.safetensors", "Write iris.onnx with the initial weights."),
        ];

    public override IReadOnlyList<(int Code, string Meaning)> ExitCodes =>
    [
        (ExitCode.Done, "The file is written."),
        (ExitCode.Failed, "Bad usage, files that are missing or of another model, or a file that cannot be written or exists already."),
        (ExitCode.Cancelled, "Stopped by Ctrl-C."),
    ];

    public override bool WritesFile(ParseResult arguments) => true;

    public override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var (folder, weights) = (arguments.GetValue(_folder)!, arguments.GetValue(_weights)!);
        if (!Directory.Exists(folder))
            throw new ToolException(
                $"There is no folder '{Path.GetFullPath(folder)}'.", "Name the folder that onnxtrain export-training wrote.");
        DataArgument.RequireRegular(weights);
        using (DataFile.Open(weights))
        {
            // Whether there are weights comes before whether there is room for the model.
        }

        var name = arguments.GetValue(_output) ?? TrainingFilesView.Finished(folder);
        using var output = OutputFile.Claim(name, [weights, .. TrainingFiles.Names.Select(file => Path.Combine(folder, file))]);
        RequireNew(output, arguments.GetValue(_force), terminal);
        TrainingFiles.Finish(folder, weights, output.TemporaryPath);
        var model = OnnxFile.Read(output.TemporaryPath);
        RequireFinite(model, weights);
        Write(new(terminal.Out), name, output.TemporaryPath, model, arguments.GetValue(_provider) ?? ExecutionProvider.Cpu);
        output.Commit();
        return ExitCode.Done;
    }

    /// <exception cref="ToolException">The file exists, and is not to be replaced.</exception>
    private static void RequireNew(OutputFile output, bool force, Terminal terminal)
    {
        if (force || !System.IO.File.Exists(output.Target)) return;
        if (terminal.Confirm?.Invoke($"{output.Path} exists. Replace it?") == true) return;
        throw new ToolException(
            $"{output.Path} exists already; nothing was written.", "--force replaces it; or name another file by --output.");
    }

    private static void Write(Page page, string name, string path, ModelProto model, ExecutionProvider provider)
    {
        using var session = new OrtRunner(path, optimize: true, provider);
        var opset = model.OpsetImport.First(o => o.Domain.Length == 0).Version;
        page.Heading(
            "Written",
            $"{name}, {Numbers.Bytes(new FileInfo(path).Length)}, opset {opset}, IR version {model.IrVersion}; ONNX Runtime loads it",
            Page.Good);
        page.Facts([
            .. session.Inputs.Select(input => ("input", $"{input}")),
            .. session.Outputs.Select(output => ("output", $"{output}")),
        ]);
        if (ModelDescription.Find(session.Metadata.GetValueOrDefault) is { } description)
        {
            var isImages = description.TakesTensors;
            page.Fact(
                "verify",
                $"{CommandLineText.Of(["verify", name, isImages ? "FOLDER" : "DATA.csv"])} compares its results in ONNX Runtime with "
                    + $"the library's, on {(isImages ? "images" : "rows")}");
        }

        page.Blank();
    }

    /// <exception cref="DataException">A weight is NaN or infinite.</exception>
    private static void RequireFinite(ModelProto model, string weights)
    {
        using var file = new SafeTensorsReader(weights);
        foreach (var tensor in model.Graph.Initializer.Where(tensor => file.Entries.ContainsKey(tensor.Name)))
        {
            var isFinite =
                tensor.DataType == (int)TensorProto.Types.DataType.Double
                    ? TensorPrimitives.IsFiniteAll(MemoryMarshal.Cast<byte, double>(tensor.RawData.Span))
                    : TensorPrimitives.IsFiniteAll(MemoryMarshal.Cast<byte, float>(tensor.RawData.Span));
            if (!isFinite)
                throw new DataException(
                    $"{weights}: '{tensor.Name}' holds numbers that are not finite: the training diverged. Train again with a lower "
                        + "learning rate.");
        }
    }
}
