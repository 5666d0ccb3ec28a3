namespace OnnxTrain.Tests.Architecture;

/// <summary>
/// The library says the same in every culture. The analyzers (.editorconfig, CA1304 to CA1311) see to part of that; this to the rest.
/// </summary>
public class CultureTests
{
    [Fact]
    public void No_text_of_the_libraries_varies_with_the_culture()
    {
        string[] projects = ["OnnxTrain", "OnnxTrain.Columnar", "OnnxTrain.Images", "OnnxTrain.MLNet", "OnnxTrain.OnnxRuntime"];
        var sources = projects.SelectMany(project =>
            SourceCompilation.Project(project).Select(file => ($"{project}/{file.Path}", file.Text)));
        var checker = new CultureChecker(sources);

        Assert.Empty(checker.DeclarationErrors);
        var found = checker.Violations();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("string F(int n) => $\"{n}\";")]
    [InlineData("string F(double? n) => $\"{n:F2}\";")]
    [InlineData("string F<T>(T n) => $\"{n}\";")]
    [InlineData("string F(uint n) => $\"{n:N0}\";")]
    [InlineData("string F(System.DateTime t) => $\"{t}\";")]
    [InlineData("string F((string, float) pair) => $\"{pair}\";")]
    [InlineData("record R(long N); string F(R r) => $\"{r}\";")]
    [InlineData("abstract record R; record S(long N) : R; string F(R r) => System.FormattableString.Invariant($\"{r}\");")]
    [InlineData(
        "record R(long N); void F(System.Text.StringBuilder b, R r) => b.Append(System.Globalization.CultureInfo.InvariantCulture, "
            + "$\"{r}\");"
    )]
    [InlineData("record R(long N); string F(R r) => r.ToString();")]
    [InlineData("string F(object o) => o.ToString();")]
    [InlineData("string F(int n) => \"at \" + n;")]
    [InlineData("string F(long[] n) => string.Join(\", \", n);")]
    [InlineData("string F(int a, int b) => string.Join(\", \", a, b);")]
    [InlineData("void F(System.Text.StringBuilder b, int n) => b.Append(n);")]
    [InlineData("void F(System.IO.TextWriter w, double n) => w.Write(n);")]
    [InlineData("bool F(string s) => double.TryParse(s, out _);")]
    [InlineData("object F(string[] s) => System.Linq.Enumerable.OrderBy(s, t => t);")]
    [InlineData("object F(string[] s) => System.Linq.Enumerable.OrderBy(s, t => (1, t));")]
    [InlineData("object F(string[] s) => System.Linq.Enumerable.Max(s);")]
    [InlineData("void F(System.Collections.Generic.List<string> s) => s.Sort();")]
    [InlineData("object F() => new System.Collections.Generic.SortedDictionary<string, int>();")]
    public void Text_that_varies_is_found(string member)
    {
        var checker = new CultureChecker([("A.cs", $"class A {{ {member} }}")]);

        Assert.Empty(checker.Errors);
        Assert.NotEmpty(checker.Violations());
    }

    [Theory]
    [InlineData("string F(int n) => System.FormattableString.Invariant($\"{n}\");")]
    [InlineData("string F(int n) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $\"{n}\");")]
    [InlineData("string F(int n, string s, System.DayOfWeek d, bool b) => $\"{n:x2} {s} {d} {b}\";")]
    [InlineData("System.Exception F(int n) => new System.ArgumentException($\"{n} is too many\");")]
    [InlineData("record R(string N); string F(R r) => $\"{r}\";")]
    [InlineData("record R(long N) { public sealed override string ToString() => \"\"; } string F(R r) => $\"{r}\";")]
    [InlineData("object F(string[] s) => System.Linq.Enumerable.OrderBy(s, t => t, System.StringComparer.Ordinal);")]
    [InlineData("int F(string[] s) => System.Linq.Enumerable.Max(s, t => t.Length);")]
    [InlineData("object F() => new System.Collections.Generic.SortedSet<string>(System.StringComparer.Ordinal);")]
    public void Text_that_does_not_vary_passes(string member)
    {
        var checker = new CultureChecker([("A.cs", $"class A {{ {member} }}")]);

        Assert.Empty(checker.Errors);
        Assert.Empty(checker.Violations());
    }
}
