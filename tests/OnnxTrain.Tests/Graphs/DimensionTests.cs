using System.Globalization;

namespace OnnxTrain.Tests.Graphs;

public class DimensionTests
{
    private static readonly string[] Names = ["batch", "height", "past", "sequence"];

    private static Dimension Batch => "batch";

    private static Dimension Height => "height";

    [Theory]
    [InlineData("past + sequence", "past + sequence")]
    [InlineData("sequence + past", "past + sequence")]
    [InlineData("heads * batch", "batch * heads")]
    [InlineData("(height + 3) / 4", "floor((height + 3) / 4)")]
    [InlineData("((height + 1) / 2 + 1) / 2", "floor((height + 3) / 4)")]
    [InlineData("(2 * width) / 2", "width")]
    [InlineData("(2 * width + 1) / 2", "width")]
    [InlineData("(6 * width + 4) / 4", "width + floor(width / 2) + 1")]
    [InlineData("3 * width / 2", "width + floor(width / 2)")]
    [InlineData("width - 1 + 1", "width")]
    [InlineData("5 - width", "5 - width")]
    [InlineData("width - width", "0")]
    [InlineData("(a + b) * (a + b)", "a * a + 2 * a * b + b * b")]
    [InlineData("(a + b) * (a - b) / (a + b)", "a - b")]
    [InlineData("8 * batch * sequence / (batch * 2)", "4 * sequence")]
    [InlineData("(batch * sequence + 3) / batch", "sequence + floor(3 / batch)")]
    [InlineData("a / (b * c)", "floor(a / (b * c))")]
    [InlineData("min(a + 2, a)", "a")]
    [InlineData("max(a + 2, a)", "a + 2")]
    [InlineData("max(a, max(b, a))", "max(a, b)")]
    [InlineData("min(7, 3)", "3")]
    [InlineData("2 * min(a, b) + 1", "2 * min(a, b) + 1")]
    public void Expressions_have_one_text(string written, string text) => Assert.Equal(text, Reader.Read(written).ToString());

    [Fact]
    public void Expressions_equal_plain_integer_arithmetic()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var (dimension, evaluate) = Draw(random, 4);
            for (var sample = 0; sample < 6; sample++)
            {
                var lengths = Names.ToDictionary(n => n, _ => (long)random.Next(-9, 12));
                long expected;
                try
                {
                    expected = evaluate(lengths);
                }
                catch (DivideByZeroException)
                {
                    continue;
                }

                long found;
                try
                {
                    found = dimension.Evaluate(n => lengths[n]);
                }
                catch (DivideByZeroException)
                {
                    found = expected;
                }

                Assert.True(expected == found, $"{dimension} is {found}, not {expected}, for {string.Join(", ", lengths)}.");
            }
        }
    }

    [Fact]
    public void Polynomials_are_equal_where_their_values_are()
    {
        var random = new Random(6);
        var equal = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var ((a, _), (b, _)) = (DrawPolynomial(random, 3), DrawPolynomial(random, 3));
            var same = Enumerable.Range(0, 30).All(_ =>
            {
                var lengths = Names.ToDictionary(n => n, _ => (long)random.Next(-999, 999));
                return a.Evaluate(n => lengths[n]) == b.Evaluate(n => lengths[n]);
            });
            equal += same ? 1 : 0;
            Assert.True(same == (a == b), $"{a} and {b}");
            Assert.Equal(a == b, a.ToString() == b.ToString());
            Assert.Equal(a * b, b * a);
            Assert.Equal(a - b + b, a);
            if (b != 0) Assert.Equal(a, (a * b).DivideExactly(b));
        }

        Assert.InRange(equal, 10, 20_000);
    }

    [Fact]
    public void Substituted_expressions_have_the_values_of_their_parts()
    {
        var random = new Random(7);
        for (var i = 0; i < 3_000; i++)
        {
            var (dimension, _) = Draw(random, 3);
            var parts = Names.ToDictionary(n => n, _ => DrawPolynomial(random, 1));
            var lengths = Names.ToDictionary(n => n, _ => (long)random.Next(1, 12));
            try
            {
                var inner = parts.ToDictionary(p => p.Key, p => p.Value.Evaluate(lengths));
                var expected = dimension.Evaluate(n => inner[n]);
                Assert.Equal(expected, dimension.Substitute(n => parts[n].Dimension).Evaluate(n => lengths[n]));
            }
            catch (DivideByZeroException)
            {
            }
        }
    }

    [Fact]
    public void A_quotient_that_need_not_come_out_even_is_not_exact()
    {
        Assert.Null(Height.DivideExactly(2));
        Assert.Null(Batch.DivideExactly(Height));
        Assert.Null((Batch + 1).DivideExactly(Batch));
        Assert.Equal(Height, (Height * Batch).DivideExactly(Batch));
        Assert.Throws<DivideByZeroException>(() => Batch / 0);
    }

    [Fact]
    public void Names_may_look_like_expressions()
    {
        Assert.NotEqual("past + sequence", (Dimension)"past" + "sequence");
        Assert.NotEqual((Dimension)"a*b", (Dimension)"a" * "b");
        Assert.Equal(["a*b", "c"], ((Dimension)"c" + "a*b" + "c").Symbols);
    }

    [Fact]
    public void A_negative_length_is_no_axis()
    {
        Assert.Throws<ShapeException>(() => Shape.Create((Dimension)3 - 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dimension(-2));
        Assert.Equal(-1, ((Dimension)3 - 4).Evaluate(_ => 0));
        Assert.Equal(Batch - 1, Batch + -1);
    }

    [Fact]
    public void An_input_of_an_expression_takes_its_number_alone()
    {
        var x = Value.Input("x", ElementType.Float32, ["past", "sequence"]);
        var mask = Value.Input("mask", ElementType.Float32, [(Dimension)"past" + "sequence"]);
        using var evaluator = new Evaluator([mask, x], [mask.Sum() + x.Sum()]);
        var ones = TensorData.Of<float>([1, 1, 1, 1, 1, 1], [2, 3]);
        Assert.Equal([11], evaluator.Run([TensorData.Of<float>([1, 1, 1, 1, 1], [5]), ones])[0].As<float>().ToArray());
        var refused = Assert.Throws<ArgumentException>(() => evaluator.Run([TensorData.Of<float>([1, 1, 1, 1], [4]), ones]));
        Assert.Contains("past + sequence", refused.Message, StringComparison.Ordinal);
        Assert.Contains("past = 2, sequence = 3", refused.Message, StringComparison.Ordinal);
    }

    private static (Dimension Dimension, Func<Dictionary<string, long>, long> Evaluate) Draw(Random random, int depth)
    {
        if (depth == 0 || random.Next(6) == 0) return Leaf(random);
        var ((a, f), (b, g)) = (Draw(random, depth - 1), Draw(random, depth - 1));
        var number = random.Next(2, 7);
        return random.Next(8) switch
        {
            0 or 1 => (a + b, l => f(l) + g(l)),
            2 => (a - b, l => f(l) - g(l)),
            3 => (a * number, l => f(l) * number),
            4 when depth < 3 => (a * b, l => f(l) * g(l)),
            5 when b != 0 => (a / b, l => Floor(f(l), g(l))),
            6 => random.Next(2) == 0
                ? (Dimension.Min(a, b), l => Math.Min(f(l), g(l)))
                : (Dimension.Max(a, b), l => Math.Max(f(l), g(l))),
            _ => (a / number, l => Floor(f(l), number)),
        };
    }

    private static (Dimension Dimension, Func<Dictionary<string, long>, long> Evaluate) DrawPolynomial(Random random, int depth)
    {
        if (depth == 0 || random.Next(3) == 0) return Leaf(random);
        var ((a, f), (b, g)) = (DrawPolynomial(random, depth - 1), DrawPolynomial(random, depth - 1));
        return random.Next(3) switch
        {
            0 => (a + b, l => f(l) + g(l)),
            1 => (a - b, l => f(l) - g(l)),
            _ => (a * b, l => f(l) * g(l)),
        };
    }

    private static (Dimension Dimension, Func<Dictionary<string, long>, long> Evaluate) Leaf(Random random)
    {
        var (name, number) = (Names[random.Next(Names.Length)], (long)random.Next(-4, 9));
        return random.Next(3) == 0 ? ((Dimension)0 + number, _ => number) : (name, l => l[name]);
    }

    /// <summary>⌊a / b⌋ by its definition: the greatest q with q · b ≤ a for b above 0.</summary>
    private static long Floor(long a, long b) => b == 0
        ? throw new DivideByZeroException()
        : (long)System.Numerics.BigInteger.Divide(a - ((((a * Math.Sign(b)) % Math.Abs(b)) + Math.Abs(b)) % Math.Abs(b) * Math.Sign(b)), b);

    /// <summary>Reads an expression as people write it, so that the cases above can be read.</summary>
    private sealed class Reader(string text)
    {
        private int _at;

        public static Dimension Read(string text) => new Reader(text.Replace(" ", "", StringComparison.Ordinal)).Sum();

        private Dimension Sum()
        {
            var sum = Product();
            while (_at < text.Length && text[_at] is ('+' or '-')) sum = text[_at++] == '+' ? sum + Product() : sum - Product();
            return sum;
        }

        private Dimension Product()
        {
            var product = Factor();
            while (_at < text.Length && text[_at] is ('*' or '/')) product = text[_at++] == '*' ? product * Factor() : product / Factor();
            return product;
        }

        private Dimension Factor()
        {
            var start = _at;
            while (_at < text.Length && char.IsLetterOrDigit(text[_at])) _at++;
            var word = text[start.._at];
            if (_at >= text.Length || text[_at] != '(')
                return long.TryParse(word, CultureInfo.InvariantCulture, out var number) ? number : word;
            _at++;
            var first = Sum();
            if (word.Length > 0)
            {
                _at++;
                first = word == "min" ? Dimension.Min(first, Sum()) : Dimension.Max(first, Sum());
            }

            _at++;
            return first;
        }
    }
}
