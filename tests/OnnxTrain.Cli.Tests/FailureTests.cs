namespace OnnxTrain.Cli.Tests;

/// <summary>Every exception becomes words and an exit code.</summary>
public class FailureTests
{
    public static TheoryData<Exception, int, string> Cases => new()
    {
        { new DataException("bad data"), 2, "bad data" },
        { new DataException("set the column's kind to Categorical in CsvOptions.Types."), 2, "--categorical" },
        { new ShapeException("shapes differ"), 2, "shapes differ" },
        { new ExportException("no such opset"), 2, "no such opset" },
        { new InvalidDataException("not an ONNX model"), 2, "not an ONNX model" },
        { new IOException("No space left on device : '/data/.m.1.onnx'", 28), 2, "disk is full" },
        { new IOException("Broken cable"), 2, "Broken cable" },
        { new UnauthorizedAccessException("denied"), 2, "denied" },
        { new ArgumentException("too small", "rows"), 2, "too small" },
        { new ExecutionProviderException("no CUDA"), 2, "no CUDA" },
        { new InsufficientMemoryException(), 2, "not enough memory" },
        { new OperationCanceledException(), 130, "Cancelled" },
        { new InvalidOperationException("what\nnow"), 2, "what now" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_told_in_one_line(Exception exception, int code, string words)
    {
        var failure = Failure.Of(exception);

        Assert.Equal(code, failure.ExitCode);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.DoesNotContain("Parameter '", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_foresaw_is_to_be_reported() =>
        Assert.Contains("report this", Failure.Of(new InvalidOperationException("what now")).Hint, StringComparison.Ordinal);
}
