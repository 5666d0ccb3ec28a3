using OnnxTrain.Onnx;

namespace OnnxTrain.Cli;

/// <summary>The file that was written.</summary>
internal static class FileView
{
    /// <param name="page">Where to write.</param>
    /// <param name="output">The file.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="side">What else was written.</param>
    /// <param name="score">How good it is, in a line; null if that is not known.</param>
    public static void Write(Page page, OutputFile output, TrainRequest request, SideOutputs side, string? score)
    {
        var file = OnnxFile.Read(output.Target);
        var opset = file.OpsetImport.First(o => o.Domain.Length == 0).Version;
        page.Heading(
            "Written",
            $"{request.OutputText}, {Numbers.Bytes(new FileInfo(output.Target).Length)}, opset {opset}, IR version {file.IrVersion}",
            Page.Good);
        if (score is not null)
            page.Line(score);
        if (!request.Verify)
            page.Line("not verified, as --no-verify asks");
        if (request.History is { } history && side.IsWritten("--history"))
            page.Line($"epochs in {history}");
        if (request.TensorBoard is { } folder && side.IsWritten("--tensorboard"))
            page.Line($"events for TensorBoard in {folder}");
        page.Blank();
    }
}
