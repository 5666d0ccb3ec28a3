using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OnnxTrain.Tests.Architecture;

/// <summary>Sources compiled in memory, so that tests can ask what their names and expressions mean.</summary>
internal static class SourceCompilation
{
    static readonly string[] Symbols =
        ["NET", "NET10_0", "NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER", Repository.Configuration.ToUpperInvariant()];

    // A member that a source generator of the SDK would implement: its use can be judged without that.
    static readonly string[] ToleratedErrors = ["CS8795", "CS9248"];

    static readonly Lazy<IReadOnlyList<MetadataReference>> PlatformReferences = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("OnnxTrain", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))]);

    /// <param name="sources">The path that locations shall show, with '/', and the text.</param>
    public static CSharpCompilation Of(IEnumerable<(string Path, string Text)> sources)
    {
        var parsing = new CSharpParseOptions(LanguageVersion.Preview, preprocessorSymbols: Symbols);
        return CSharpCompilation.Create(
            "Checked",
            sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, parsing, source.Path)),
            PlatformReferences.Value,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>Errors of the compilation: where there are any, nothing else that is found can be trusted.</summary>
    public static IEnumerable<string> Errors(CSharpCompilation compilation) => Of(compilation.GetDiagnostics());

    /// <summary>Errors of declarations alone.</summary>
    public static IEnumerable<string> DeclarationErrors(CSharpCompilation compilation) => Of(compilation.GetDeclarationDiagnostics());

    /// <summary>
    /// The sources of a project below src/, those that the build generates included. The protobuf classes count as written in Onnx.
    /// </summary>
    public static IEnumerable<(string Path, string Text)> Project(string name)
    {
        var folder = Path.Combine(Repository.Source, name);
        foreach (var file in Repository.WrittenFiles(folder)) yield return (Repository.Relative(folder, file), File.ReadAllText(file));

        var built = Path.Combine(folder, "obj", Repository.Configuration);
        foreach (var file in Directory.EnumerateFiles(built, "Onnx.cs", SearchOption.AllDirectories))
            yield return ("Onnx/Generated/Onnx.cs", File.ReadAllText(file));
        // The implicit usings belong to no folder.
        var usings = Assert.Single(Directory.EnumerateFiles(built, $"{name}.GlobalUsings.g.cs", SearchOption.AllDirectories));
        yield return ("GlobalUsings.cs", File.ReadAllText(usings));
    }

    static IEnumerable<string> Of(IEnumerable<Diagnostic> found) =>
        found.Where(one => one.Severity == DiagnosticSeverity.Error && !ToleratedErrors.Contains(one.Id)).Select(one => one.ToString());
}
