using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OnnxTrain.Tests.Architecture;

namespace OnnxTrain.Tests.Documentation;

/// <summary>The programs in the README files compile and do what they say; links lead somewhere.</summary>
public sealed class ReadmeTests
{
    private const string Usings =
        "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading;\n";

    public static TheoryData<int> Programs
    {
        get
        {
            var programs = new TheoryData<int>();
            for (var i = 0; i < CSharpBlocks().Count; i++) programs.Add(i);
            return programs;
        }
    }

    [Fact]
    public void The_first_program_has_fifteen_lines_at_most() =>
        Assert.InRange(CSharpBlocks()[0].Split('\n').Count(line => line.Trim().Length > 0), 5, 15);

    [Theory]
    [MemberData(nameof(Programs))]
    public void Every_program_compiles(int index)
    {
        using var stream = new MemoryStream();
        Compile(CSharpBlocks()[index], stream);
    }

    [Fact]
    public void The_first_program_trains_exports_and_verifies()
    {
        var folder = Directory.CreateTempSubdirectory("onnxtrain-readme-");
        var assembly = Path.Combine(AppContext.BaseDirectory, $"readme-{Guid.NewGuid():N}.dll");
        try
        {
            var data = Directory.CreateDirectory(Path.Combine(folder.FullName, "examples", "data"));
            File.Copy(Path.Combine(Repository.Root, "examples", "data", "penguins.csv"), Path.Combine(data.FullName, "penguins.csv"));
            using (var stream = File.Create(assembly)) Compile(CSharpBlocks()[0], stream);
            var (code, output) = Run(assembly, folder.FullName);

            Assert.True(code == 0, output);
            Assert.Contains("computes what the model computes", output, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(folder.FullName, "penguins.onnx")));
        }
        finally
        {
            File.Delete(assembly);
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The program of a table with images and two targets, on flats whose photo, area and place decide both.</summary>
    [Fact]
    public void The_program_of_flats_trains_exports_verifies_and_predicts()
    {
        var program = CSharpBlocks().Single(block => block.Contains("flats.csv", StringComparison.Ordinal));
        Assert.InRange(program.Split('\n').Count(line => line.Trim().Length > 0), 5, 15);
        var folder = Directory.CreateTempSubdirectory("onnxtrain-readme-");
        var assembly = Path.Combine(AppContext.BaseDirectory, $"readme-{Guid.NewGuid():N}.dll");
        try
        {
            WriteFlats(Directory.CreateDirectory(Path.Combine(folder.FullName, "flats")).FullName, rows: 80);
            using (var stream = File.Create(assembly)) Compile(program, stream);
            var (code, output) = Run(assembly, folder.FullName);

            Assert.True(code == 0, output);
            Assert.True(File.Exists(Path.Combine(folder.FullName, "flats.onnx")));
            var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(2 + 16, lines.Length);
            Assert.InRange(Number(lines[0], "sold: "), 0.9, 1);
            Assert.InRange(Number(lines[1], "price: "), 0.8, 1);
            Assert.All(lines[2..], line => Assert.Matches("^(yes|no), [0-9]+$", line.TrimEnd()));
        }
        finally
        {
            File.Delete(assembly);
            folder.Delete(recursive: true);
        }

        static double Number(string line, string name)
        {
            Assert.StartsWith(name, line, StringComparison.Ordinal);
            return double.Parse(line[name.Length..].Replace(',', '.'), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private static void WriteFlats(string folder, int rows)
    {
        var table = "photo,area,place,sold,price\n";
        for (var row = 0; row < rows; row++)
        {
            var (isBright, area, place) = (row % 2, 20 + (row * 7 % 31), row % 3);
            int[] pixels = [.. Enumerable.Range(0, 24 * 16 * 3).Select(i => (isBright == 1 ? 200 : 40) + (((i * 13) + row) % 30))];
            File.WriteAllBytes(Path.Combine(folder, $"{row}.png"), new Data.Images.PngWriter(24, 16, 2, 8).Write(pixels));
            var price = (area * 10) + (100 * isBright) + (50 * place);
            table += $"{row}.png,{area},{(char)('a' + place)},{(isBright == 1 ? "yes" : "no")},{price}\n";
        }

        File.WriteAllText(Path.Combine(folder, "flats.csv"), table);
    }

    /// <summary>Rows of the table of what a course teaches: item, types, examples, tests.</summary>
    public static TheoryData<string> Taught
    {
        get
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root, "examples", "README.md"));
            return
            [
                .. text[text.IndexOf("## What a first course teaches", StringComparison.Ordinal)..]
                    .Split('\n')
                    .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
                    .Skip(1),
            ];
        }
    }

    [Theory]
    [MemberData(nameof(Taught))]
    public void What_the_course_table_names_is_there(string row)
    {
        var cells = row[1..^1].Split('|');
        Assert.Equal(4, cells.Length);
        string[] Names(int cell) => [.. cells[cell].Split('`').Where((_, i) => i % 2 == 1)];
        var types = typeof(Model)
            .Assembly.GetExportedTypes()
            .Concat(typeof(OnnxVerifier).Assembly.GetExportedTypes())
            .ToDictionary(t => t.Name.Split('`')[0]);
        Assert.NotEmpty(Names(1));
        foreach (var name in Names(1))
        {
            var parts = name.Split('.');
            Assert.True(types.TryGetValue(parts[0], out var type), $"There is no type {parts[0]}.");
            Assert.True(parts.Length == 1 || type.GetMember(parts[1]).Length > 0, $"There is no {name}.");
        }

        foreach (var name in Names(2))
            Assert.True(Directory.Exists(Path.Combine(Repository.Root, "examples", name)), $"There is no example {name}.");
        Assert.NotEmpty(Names(3));
        foreach (var name in Names(3))
            Assert.NotEmpty(Directory.GetFiles(Path.Combine(Repository.Root, "tests"), $"{name}.cs", SearchOption.AllDirectories));
    }

    [Fact]
    public void Every_link_leads_to_a_file_or_folder() =>
        Assert.Empty(Readmes.SelectMany(readme => File.ReadAllText(readme)
            .Split("](")
            .Skip(1)
            .Select(part => part[..part.IndexOf(')', StringComparison.Ordinal)].Split('#')[0])
            .Where(link => link.Length > 0 && !link.Contains(':', StringComparison.Ordinal))
            .Where(link => !Path.Exists(Path.Combine(Path.GetDirectoryName(readme)!, link)))
            .Select(link => $"{Repository.Relative(Repository.Root, readme)}: {link}")));

    /// <summary>The README file of the repository first, then those of its folders.</summary>
    private static IEnumerable<string> Readmes { get; } =
    [
        Path.Combine(Repository.Root, "README.md"),
        .. new[] { "src", "examples", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "README.md", SearchOption.AllDirectories))
            .Where(file => !Repository.Relative(Repository.Root, file).Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
            .Order(StringComparer.Ordinal),
    ];

    private static List<string> CSharpBlocks() =>
    [
        .. Readmes
            .SelectMany(readme => File.ReadAllText(readme).Split("```csharp\n").Skip(1))
            .Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)]),
    ];

    private static void Compile(string program, Stream output)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var isProgram = CSharpSyntaxTree.ParseText(program).GetCompilationUnitRoot().Members.Any(m => m.IsKind(SyntaxKind.GlobalStatement));
        var compilation = CSharpCompilation.Create(
            "readme",
            [CSharpSyntaxTree.ParseText(Usings + program)],
            references,
            new(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable));
        var result = compilation.Emit(output);
        Assert.True(
            result.Success,
            string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)) + "\n" + program);
    }

    private static (int Code, string Output) Run(string assembly, string folder)
    {
        var host = Path.Combine(AppContext.BaseDirectory, "OnnxTrain.Tests");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (
            var argument in new[] { "exec", "--depsfile", host + ".deps.json", "--runtimeconfig", host + ".runtimeconfig.json", assembly })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
