using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OnnxTrain.Tests.Architecture;

/// <summary>A file fits in one head.</summary>
public class SourceFileTests
{
    const int MostLines = 320;

    const int MostFiles = 34;

    const int MostColumns = 140;

    static IEnumerable<string> Files => Repository.WrittenFiles(Repository.Source);

    static IEnumerable<string> FilesOfTestsAndExamplesToo =>
        Files.Concat(new[] { "tests", "examples" }.SelectMany(folder => Repository.WrittenFiles(Path.Combine(Repository.Root, folder))));

    [Fact]
    public void No_file_is_longer_than_a_head_can_hold() =>
        Assert.Empty(FilesOfTestsAndExamplesToo
            .Select(file => (Name: Repository.Relative(Repository.Root, file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > MostLines)
            .Select(file => $"{file.Name}: {file.Lines} lines, at most {MostLines}"));

    [Fact]
    public void A_file_holds_one_public_type_and_is_named_for_it() =>
        Assert.Empty(Files.SelectMany(file => Complaints(Repository.Relative(Repository.Root, file), File.ReadAllText(file))));

    [Fact]
    public void No_line_is_wider_than_a_screen() =>
        Assert.Empty(FilesOfTestsAndExamplesToo.SelectMany(file => File.ReadLines(file)
            .Select((line, i) => (Place: $"{Repository.Relative(Repository.Root, file)}:{i + 1}", line.Length))
            .Where(line => line.Length > MostColumns)
            .Select(line => $"{line.Place}: {line.Length} characters, at most {MostColumns}")));

    [Fact]
    public void No_two_files_have_one_name() =>
        Assert.Empty(Files
            .GroupBy(file => Path.GetFileName(file), StringComparer.OrdinalIgnoreCase)
            .Where(files => files.Count() > 1 && files.Key != "Program.cs")
            .Select(files => string.Join(" and ", files.Select(file => Repository.Relative(Repository.Root, file)))));

    [Fact]
    public void No_folder_holds_more_files_than_can_be_looked_over() =>
        Assert.Empty(Files
            .GroupBy(file => Repository.Relative(Repository.Root, Path.GetDirectoryName(file)!))
            .Where(files => files.Count() > MostFiles)
            .Select(files => $"{files.Key}: {files.Count()} files, at most {MostFiles}"));

    [Theory]
    [InlineData("A.cs", "public class A; public class B;")]
    [InlineData("A.cs", "namespace N; public record B(int X);")]
    [InlineData("A.cs", "public class A; public delegate void B();")]
    [InlineData("A.cs", "public enum B { None }")]
    public void A_file_that_breaks_the_rule_is_found(string name, string text) => Assert.NotEmpty(Complaints(name, text));

    [Theory]
    [InlineData("A.cs", "public class A { public class Inner; } class B; internal class C;")]
    [InlineData("A.cs", "public class A<T>;")]
    [InlineData("A.cs", "public partial class B; public record A;")]
    public void A_file_that_keeps_it_passes(string name, string text) => Assert.Empty(Complaints(name, text));

    static IEnumerable<string> Complaints(string path, string text)
    {
        var types = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetCompilationUnitRoot()
            .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(type => Has(type, SyntaxKind.PublicKeyword) && !Has(type, SyntaxKind.PartialKeyword))
            .Select(NameOf).OfType<string>().Distinct().ToList();

        if (types.Count > 1)
        {
            yield return $"{path}: holds {string.Join(" and ", types)}";
        }

        if (types.Count == 1 && types[0] != Path.GetFileNameWithoutExtension(path))
        {
            yield return $"{path}: holds {types[0]}";
        }
    }

    static bool Has(MemberDeclarationSyntax member, SyntaxKind modifier) => member.Modifiers.Any(token => token.IsKind(modifier));

    static string? NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => null,
    };
}
