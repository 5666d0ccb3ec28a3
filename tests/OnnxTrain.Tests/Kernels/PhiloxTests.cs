using OnnxTrain.Kernels;

namespace OnnxTrain.Tests.Kernels;

/// <summary>The generator against the known answers that its authors publish with Random123 (kat_vectors, philox4x32 10).</summary>
public class PhiloxTests
{
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u
    )]
    public void Known_answers(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x, uint y, uint z, uint w) =>
        Assert.Equal((x, y, z, w), Philox.Block(c0, c1, c2, c3, k0 | ((ulong)k1 << 32)));

    /// <summary>Words many at a time are those one at a time, also where the counter passes 32 bits and for a rest of any length.</summary>
    [Theory]
    [InlineData(0, 64), InlineData(5, 61), InlineData(0xFFFF_FFF0, 127), InlineData(7, 3), InlineData(1, 17)]
    public void Many_words(ulong block, int count)
    {
        var random = new RandomStream(0x1234_5678_9ABC_DEF0, 0x1_0000_0007, 9);
        var words = new uint[count];
        random.Words(block, words);
        for (var i = 0; i < count; i++)
        {
            var (x, y, z, w) = random.Words(block + ((ulong)i / 4));
            Assert.Equal(new[] { x, y, z, w }[i % 4], words[i]);
        }
    }

    [Fact]
    public void Uniform_numbers_have_the_moments_of_the_uniform_distribution()
    {
        var random = new RandomStream(seed: 1, step: 2, stream: 3);
        double[] draws = [.. Enumerable.Range(0, 200_000).Select(i => random.Uniform((ulong)i))];
        Assert.All(draws, u => Assert.InRange(u, 0, 1 - double.Epsilon));
        Assert.InRange(draws.Average(), 0.5 - 0.004, 0.5 + 0.004);
        Assert.InRange(draws.Average(u => (u - 0.5) * (u - 0.5)), (1 / 12.0) - 0.001, (1 / 12.0) + 0.001);
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_normal_distribution()
    {
        var random = new RandomStream(seed: 1, step: 2, stream: 3);
        double[] draws = [.. Enumerable.Range(0, 200_000).Select(i => random.Normal((ulong)i))];
        Assert.InRange(draws.Average(), -0.012, 0.012);
        Assert.InRange(draws.Average(z => z * z), 1 - 0.017, 1 + 0.017);
        Assert.InRange(draws.Average(z => z * z * z * z), 3 - 0.12, 3 + 0.12);
    }

    [Fact]
    public void Every_part_of_the_address_changes_the_number()
    {
        double[] draws =
        [
            new RandomStream(1, 2, 3).Uniform(4), new RandomStream(2, 2, 3).Uniform(4), new RandomStream(1UL << 32, 2, 3).Uniform(4),
            new RandomStream(1, 3, 3).Uniform(4), new RandomStream(1, 2UL << 32, 3).Uniform(4), new RandomStream(1, 2, 4).Uniform(4),
            new RandomStream(1, 2, 3).Uniform(5), new RandomStream(1, 2, 3).Uniform(4UL << 32),
        ];
        Assert.Equal(draws.Length, draws.Distinct().Count());
    }
}
