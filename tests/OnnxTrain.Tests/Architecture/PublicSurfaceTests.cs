namespace OnnxTrain.Tests.Architecture;

/// <summary>The public surface changes only where someone means it to.</summary>
public class PublicSurfaceTests
{
    [Theory]
    [InlineData("OnnxTrain")]
    [InlineData("OnnxTrain.Columnar")]
    [InlineData("OnnxTrain.MLNet")]
    [InlineData("OnnxTrain.Images")]
    [InlineData("OnnxTrain.OnnxRuntime")]
    [InlineData("OnnxTrain.Cli")]
    public void The_public_surface_is_the_approved_one(string assembly)
    {
        var folder = Path.Combine(Repository.Root, "tests", "OnnxTrain.Tests", "Architecture");
        var approved = Path.Combine(folder, assembly + ".approved.txt");
        var received = Path.Combine(folder, assembly + ".received.txt");

        var surface = PublicSurface.Render(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        if (File.Exists(approved) && File.ReadAllText(approved).ReplaceLineEndings("\n") == surface)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, surface);
        Assert.Fail(
            $"The public surface of {assembly} differs from the approved one. "
                + $"If the change is meant: mv {Repository.Relative(Repository.Root, received)} "
                + $"{Repository.Relative(Repository.Root, approved)}");
    }
}
