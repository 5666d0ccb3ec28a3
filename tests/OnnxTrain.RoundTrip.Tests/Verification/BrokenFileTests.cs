using OnnxTrain.RoundTrip.Tests.Models;

namespace OnnxTrain.RoundTrip.Tests.Verification;

/// <summary>Files that are no models are reported, or refused in words, by everything that opens one.</summary>
public sealed class BrokenFileTests : IDisposable
{
    private static readonly CsvTable Table = Tables.Odd(20);
    private static readonly DataModel Model = TabularModel.Regressor(Table, "number", hidden: [4]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Kinds => ["empty", "text", "cut in half", "last byte missing", "noise"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_verifier_reports_it(string kind)
    {
        var report = OnnxVerifier.Verify(Model, Break(kind), Table);
        Assert.False(report.IsEquivalent);
        Assert.Equal(0, report.Runs);
        Assert.Contains("does not load", report.Summary, StringComparison.Ordinal);
        Assert.Throws<VerificationException>(() => report.ThrowIfDifferent());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_predictor_refuses_it(string kind)
    {
        var message = Assert.Throws<DataException>(() => new OnnxPredictor(Break(kind))).Message;
        Assert.Contains("broken.onnx", message, StringComparison.Ordinal);
        Assert.Contains("not an ONNX model", message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Loading_refuses_it(string kind) =>
        Assert.Contains(
            "broken.onnx",
            Assert.Throws<DataException>(() => TabularModel.Load(Break(kind))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(99)]
    [InlineData(27)]
    public void An_opset_that_the_runtime_does_not_know_is_reported(int opset)
    {
        Model.ExportEdited(_folder["future.onnx"], file => file.OpsetImport.Single(o => o.Domain.Length == 0).Version = opset);
        var report = OnnxVerifier.Verify(Model, _folder["future.onnx"], Table);
        Assert.False(report.IsEquivalent);
        Assert.Contains("does not load", report.Summary, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => new OnnxPredictor(_folder["future.onnx"]));
    }

    [Fact]
    public void A_format_that_the_runtime_does_not_know_is_reported()
    {
        Model.ExportEdited(_folder["future.onnx"], file => file.IrVersion = 99);
        Assert.Contains("IR version", OnnxVerifier.Verify(Model, _folder["future.onnx"], Table).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused()
    {
        Assert.Throws<FileNotFoundException>(() => OnnxVerifier.Verify(Model, _folder["none.onnx"], Table));
        Assert.Contains(
            "none.onnx",
            Assert.Throws<DataException>(() => new OnnxPredictor(_folder["none.onnx"])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "none.onnx",
            Assert.Throws<DataException>(() => TabularModel.Load(_folder["none.onnx"])).Message,
            StringComparison.Ordinal);
    }

    private string Break(string kind)
    {
        var path = _folder["broken.onnx"];
        Model.ExportOnnx(path);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, kind switch
        {
            "empty" => [],
            "text" => "species,island\nAdelie,Torgersen\n"u8.ToArray(),
            "cut in half" => bytes[..(bytes.Length / 2)],
            "last byte missing" => bytes[..^1],
            _ => [.. Enumerable.Range(0, 500).Select(i => (byte)(i * i * 31 >> 3))],
        });
        return path;
    }
}
