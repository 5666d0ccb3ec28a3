namespace OnnxTrain.Tests.Training.Generation;

/// <summary>Tokens are drawn with the probabilities that the definitions say.</summary>
public class TokenSamplerTests
{
    private static readonly float[] Logits = [1, 3, 2, 0, 2.5f];

    [Fact]
    public void Temperature_0_takes_the_most_probable_and_the_first_of_equal_ones()
    {
        Assert.Equal(1, new TokenSampler { Temperature = 0 }.Next(Logits));
        Assert.Equal(2, new TokenSampler { Temperature = 0 }.Next([0, 1, 5, 5]));
        Assert.Equal(1, new TokenSampler(7) { TopK = 1 }.Next(Logits));
        Assert.Equal(1, new TokenSampler(7) { TopP = 0.01 }.Next(Logits));
    }

    [Theory]
    [InlineData(1, null, 1, new[] { 0, 1, 2, 3, 4 })]
    [InlineData(0.5, null, 1, new[] { 0, 1, 2, 3, 4 })]
    [InlineData(2, 3, 1, new[] { 1, 2, 4 })]
    [InlineData(1, null, 0.8, new[] { 1, 2, 4 })]
    [InlineData(1, 4, 0.7, new[] { 1, 4 })]
    public void Frequencies_are_softmax_over_the_tokens_that_are_left(double temperature, int? topK, double topP, int[] left)
    {
        const int draws = 40_000;
        var sampler = new TokenSampler(5) { Temperature = temperature, TopK = topK, TopP = topP };
        var counts = new int[Logits.Length];
        for (var i = 0; i < draws; i++) counts[sampler.Next(Logits)]++;
        var sum = left.Sum(token => Math.Exp(Logits[token] / temperature));
        for (var token = 0; token < counts.Length; token++)
        {
            var p = left.Contains(token) ? Math.Exp(Logits[token] / temperature) / sum : 0;
            Assert.InRange(counts[token], draws * p - (5 * Math.Sqrt(draws * p)), draws * p + (5 * Math.Sqrt(draws * p)));
        }
    }

    [Fact]
    public void Equal_seeds_draw_equal_tokens()
    {
        Assert.Equal(Draw(3), Draw(3));
        Assert.NotEqual(Draw(3), Draw(4));

        static int[] Draw(ulong seed)
        {
            var sampler = new TokenSampler(seed);
            return [.. Enumerable.Range(0, 50).Select(_ => sampler.Next(Logits))];
        }
    }

    [Fact]
    public void What_cannot_be_drawn_from_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new TokenSampler().Next([]));
        Assert.Contains("token 1 is NaN", Assert.Throws<ArgumentException>(() => new TokenSampler().Next([1, float.NaN])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenSampler { Temperature = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenSampler { TopK = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenSampler { TopP = 0 });
    }
}
