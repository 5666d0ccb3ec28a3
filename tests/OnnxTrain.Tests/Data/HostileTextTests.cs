namespace OnnxTrain.Tests.Data;

/// <summary>The character NUL ends texts in native code: it is refused wherever it could get into a file.</summary>
public class HostileTextTests
{
    [Theory]
    [InlineData("a\0x,b\n1,2\n", "line 1")]
    [InlineData("a,b\n1,2\nx\0,3\n", "line 3")]
    [InlineData("\"a\n\0\",b\n1,2\n", "NUL")]
    public void Tables_with_NUL_are_refused(string text, string words) =>
        Assert.Contains(words, Assert.Throws<DataException>(() => CsvTable.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Names_over_two_lines_are_names() => Assert.Equal("a\nb", CsvTable.Parse("\"a\nb\",c\n1,2\n").Columns[0].Name);

    [Fact]
    public void Names_that_go_into_files_are_checked()
    {
        var input = Value.Input("x", ElementType.Float32, ["batch", 2]);
        Assert.Throws<ArgumentException>(() => Value.Input("x\0", ElementType.Float32, [2]));
        Assert.Throws<ArgumentException>(() => new Variable("w\0", [2], Initializer.Zeros));
        Assert.Throws<ArgumentException>(() => Model.Classifier(new Linear(2, 2), input, ["a", "b\0"]));
        Assert.Throws<ArgumentException>(() => new Model(new Exposing(), input));
        var model = new Model(new Linear(2, 2), input);
        model.Metadata["k\0"] = "v";
        Assert.Throws<ExportException>(() => model.ToOnnx());
    }

    private sealed class Exposing : Module
    {
        public override Value Forward(Value x) => Expose("y\0", x.Relu());
    }
}
