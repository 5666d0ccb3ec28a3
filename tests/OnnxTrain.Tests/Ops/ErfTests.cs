namespace OnnxTrain.Tests.Ops;

/// <summary>The digits of the error function.</summary>
public class ErfTests
{
    // Abramowitz and Stegun, table 7.1.
    [Theory]
    [InlineData(0.5, 0.5204998778130465)]
    [InlineData(1, 0.8427007929497149)]
    [InlineData(2, 0.9953222650189527)]
    [InlineData(3, 0.9999779095030014)]
    public void It_is_that_of_the_tables(double x, double erf)
    {
        Assert.Equal(erf, ErrorFunction.Of(x), 2.3e-16);
        Assert.Equal(-erf, ErrorFunction.Of(-x), 2.3e-16);
        Assert.Equal(erf, ErfReference.Erf(x), 1e-15);
    }

    [Fact]
    public void Float64_is_within_the_roundings_of_the_series_everywhere()
    {
        for (var x = -7.0; x <= 7; x += 0.0009765625)
            Assert.InRange(Math.Abs(ErrorFunction.Of(x) - ErfReference.Erf(x)), 0, 8.9e-16 * Math.Abs(ErfReference.Erf(x)));
    }

    [Fact]
    public void Float32_is_within_four_ten_millionths_everywhere_and_never_beyond_one()
    {
        const int count = 20001;
        var x = Value.Input("x", ElementType.Float32, [count]);
        var y = x.Erf();
        using var plan = OpRun.Plan([x], [y], 1);
        var points = plan.Elements<float>(x);
        for (var i = 0; i < count; i++) points[i] = (i - (count / 2)) * 0.0005f;
        plan.Run();
        for (var i = 0; i < count; i++)
        {
            var want = ErfReference.Erf(plan.Elements<float>(x)[i]);
            var got = plan.Elements<float>(y)[i];
            Assert.InRange(Math.Abs(got - want), 0, 4e-7 * Math.Abs(want));
            Assert.InRange(got, -1, 1);
        }
    }

    [Fact]
    public void Tiny_and_endless_arguments_keep_their_meaning()
    {
        Assert.Equal(2 / Math.Sqrt(Math.PI) * 1e-300, ErrorFunction.Of(1e-300), 1e-315);
        Assert.Equal(1, ErrorFunction.Of(double.PositiveInfinity));
        Assert.Equal(-1, ErrorFunction.Of(double.NegativeInfinity));
        Assert.Equal(double.NegativeZero, ErrorFunction.Of(double.NegativeZero));
        Assert.True(double.IsNaN(ErrorFunction.Of(double.NaN)));
    }
}
