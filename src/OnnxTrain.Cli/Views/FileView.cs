using OnnxTrain.Onnx;

namespace OnnxTrain.Cli;

/// <summary>The file that was written.</summary>
internal static class FileView
{
    public static void Write(Page page, OutputFile output, TrainRequest request, SideOutputs side)
    {
        var file = OnnxFile.Read(output.Target);
        var opset = file.OpsetImport.First(o => o.Domain.Length == 0).Version;
        page.Heading(
            "Written", $"{request.Output}, {Numbers.Bytes(new FileInfo(output.Target).Length)}, opset {opset}, IR version {file.IrVersion}",
            Page.Good);
        if (!request.Verify)
            page.Line("not verified, as --no-verify asks");
        if (request.History is { } history && side.IsWritten("--history"))
            page.Line($"epochs in {history}");
        if (request.TensorBoard is { } folder && side.IsWritten("--tensorboard"))
            page.Line($"events for TensorBoard in {folder}");
        page.Blank();
    }
}
