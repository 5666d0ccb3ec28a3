using System.Xml.Linq;

namespace OnnxTrain.Tests.Architecture;

public class DependencyTests
{
    [Fact]
    public void Folders_use_only_what_the_table_allows()
    {
        var checker = new DependencyChecker(SourceCompilation.Project("OnnxTrain"));

        Assert.Empty(checker.Errors);
        Assert.Empty(checker.Violations());
    }

    [Fact]
    public void Only_the_bridge_references_onnx_runtime()
    {
        var referring = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(file => Repository.Relative(Repository.Root, file))
            .Where(file => !file.StartsWith('.'))
            .Where(file => PackagesOf(file).Any(package => package.StartsWith("Microsoft.ML.OnnxRuntime", StringComparison.Ordinal)));

        Assert.Equal(["src/OnnxTrain.OnnxRuntime/OnnxTrain.OnnxRuntime.csproj"], referring);
    }

    [Fact]
    public void Only_the_decoders_of_images_reference_SkiaSharp()
    {
        var referring = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(file => Repository.Relative(Repository.Root, file))
            .Where(file => PackagesOf(file).Any(package => package.StartsWith("SkiaSharp", StringComparison.Ordinal)));

        Assert.Equal(["src/OnnxTrain.Images/OnnxTrain.Images.csproj"], referring);
    }

    [Fact]
    public void Only_the_reader_of_columnar_files_references_Parquet_and_Arrow()
    {
        var referring = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(file => Repository.Relative(Repository.Root, file))
            .Where(file => PackagesOf(file).Any(package => package.StartsWith("Parquet", StringComparison.Ordinal)
                                                          || package.StartsWith("Apache.Arrow", StringComparison.Ordinal)));

        Assert.Equal(["src/OnnxTrain.Columnar/OnnxTrain.Columnar.csproj"], referring);
    }

    [Fact]
    public void Only_the_reader_of_its_data_references_ML_NET()
    {
        var referring = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Repository.Relative(Repository.Root, file))
            .Where(file => PackagesOf(file).Any(package =>
                package is "Microsoft.ML" or "Microsoft.ML.DataView" or "Microsoft.Data.Analysis"));

        Assert.Equal(["src/OnnxTrain.MLNet/OnnxTrain.MLNet.csproj"], referring);
    }

    [Theory]
    [InlineData("OnnxTrain")]
    [InlineData("OnnxTrain.OnnxRuntime")]
    [InlineData("OnnxTrain.Cli")]
    public void No_other_assembly_calls_SkiaSharp(string assembly) =>
        Assert.DoesNotContain("SkiaSharp", System.Reflection.Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name));

    // A package flows on to the projects that reference the bridge; their code must not reach for it.
    [Theory]
    [InlineData("OnnxTrain")]
    [InlineData("OnnxTrain.Cli")]
    public void No_other_assembly_calls_onnx_runtime(string assembly)
    {
        var referenced = System.Reflection.Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name);

        Assert.DoesNotContain("Microsoft.ML.OnnxRuntime", referenced);
    }

    [Fact]
    public void The_library_depends_on_three_packages() =>
        Assert.Equal(
            ["CsvHelper", "Google.Protobuf", "Grpc.Tools", "System.Numerics.Tensors"],
            PackagesOf("src/OnnxTrain/OnnxTrain.csproj").Order(StringComparer.Ordinal));

    static IEnumerable<string> PackagesOf(string project) =>
        XDocument
            .Load(Path.Combine(Repository.Root, project))
            .Descendants("PackageReference")
            .Select(package => package.Attribute("Include")!.Value);
}
