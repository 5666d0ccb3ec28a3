namespace OnnxTrain.Tests.Architecture;

/// <summary>A list may be written in brackets wherever one is taken: no two overloads stand in each other's way.</summary>
public class CollectionArgumentTests
{
    [Theory]
    [InlineData("OnnxTrain")]
    [InlineData("OnnxTrain.Columnar")]
    [InlineData("OnnxTrain.MLNet")]
    [InlineData("OnnxTrain.Images")]
    [InlineData("OnnxTrain.OnnxRuntime")]
    public void No_call_with_lists_in_brackets_is_ambiguous(string assembly)
    {
        var (calls, ambiguous) = CollectionArguments.Compile(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        Assert.Empty(ambiguous);
        if (assembly == "OnnxTrain") Assert.InRange(calls, 50, 10_000);
    }

    [Fact]
    public void Overloads_that_a_list_does_not_tell_apart_are_found()
    {
        const string source = """
            using System.Collections.Generic;
            public class Resized
            {
                public void Resize(OnnxTrain.Shape size, int mode = 0) { }
                public void Resize(IReadOnlyList<double> scales, int mode = 0) { }
            }
            """;
        Assert.Contains(
            CollectionArguments.Compile(Path.Combine(AppContext.BaseDirectory, "OnnxTrain.dll"), source).Ambiguous,
            call => call.Contains("Resize([8, 8])", StringComparison.Ordinal));
    }
}
