namespace OnnxTrain.RoundTrip.Tests.Verification;

/// <summary>What counts as a difference, and how large it is.</summary>
public class OutputComparerTests
{
    private const float Inf = float.PositiveInfinity;

    [Theory]
    [InlineData(5f, 5f, true)]
    [InlineData(0f, -0f, true)]
    [InlineData(0f, 1e-5f, true)]
    [InlineData(0f, 1.001e-5f, false)]
    [InlineData(1f, 1.0001f, true)]
    [InlineData(1f, 1.00012f, false)]
    [InlineData(-1000f, -1000.09f, true)]
    [InlineData(-1000f, -1000.11f, false)]
    [InlineData(float.NaN, float.NaN, false)]
    [InlineData(Inf, Inf, false)]
    [InlineData(-Inf, -Inf, false)]
    [InlineData(Inf, -Inf, false)]
    [InlineData(Inf, float.MaxValue, false)]
    [InlineData(float.MaxValue, Inf, false)]
    [InlineData(float.NaN, 0f, false)]
    [InlineData(0f, float.NaN, false)]
    [InlineData(float.NaN, Inf, false)]
    public void Two_numbers_are_equivalent_within_the_tolerance(float native, float onnx, bool expected) =>
        Assert.Equal(expected, Compare([native], [onnx]).IsEquivalent);

    [Theory, InlineData(float.NaN), InlineData(Inf), InlineData(-Inf)]
    public void What_is_not_finite_in_both_is_no_difference_and_counted(float number)
    {
        var comparison = Compare([1f, number, number], [1f, number, number]);
        Assert.Equal((0, 2, 1), (comparison.Differences, comparison.NotFinite, comparison.FirstNotFinite!.Row));
        Assert.Null(comparison.Worst);
    }

    [Fact]
    public void The_largest_differences_are_those_of_all_elements()
    {
        var comparison = Compare([1f, 100f, 0f, 8f], [1f, 101f, 5e-6f, MathF.BitIncrement(MathF.BitIncrement(8f))]);
        Assert.Equal(4, comparison.Elements);
        Assert.Equal(1, comparison.Differences);
        Assert.Equal(1, comparison.LargestAbsolute);
        Assert.Equal(1, comparison.LargestRelative);
        Assert.Equal((double)BitConverter.SingleToInt32Bits(5e-6f), comparison.LargestUlps);
        Assert.Equal(new ElementDifference(1, null, 0, 4, true, "100", "101"), comparison.Worst);
    }

    [Theory]
    [InlineData(1f, 1f, 0)]
    [InlineData(0f, -0f, 0)]
    [InlineData(1f, 1.0000001f, 1)]
    [InlineData(float.Epsilon, -float.Epsilon, 2)]
    [InlineData(float.MaxValue, float.MinValue, 2.0 * 0x7F7FFFFF)]
    [InlineData(float.NaN, float.NaN, 0)]
    [InlineData(float.MaxValue, Inf, double.PositiveInfinity)]
    public void Ulps_count_the_numbers_from_one_to_the_other(float a, float b, double expected)
    {
        Assert.Equal(expected, FloatDistance.Ulps(a, b));
        Assert.Equal(expected, FloatDistance.Ulps(b, a));
    }

    [Fact]
    public void Ulps_of_float64_are_its_own()
    {
        Assert.Equal(1, FloatDistance.Ulps(1.0, Math.BitIncrement(1.0)));
        Assert.Equal(2, FloatDistance.Ulps(double.Epsilon, -double.Epsilon));
    }

    [Fact]
    public void Texts_and_whole_numbers_have_to_be_equal()
    {
        Assert.False(Compare<string>(["a", "b"], ["a", "B"]).IsEquivalent);
        Assert.True(Compare<string>(["", "é"], ["", "é"]).IsEquivalent);
        var integers = Compare<long>([5, 7], [5, 10]);
        Assert.Equal((1, 3), (integers.Differences, integers.LargestAbsolute));
        Assert.False(Compare<bool>([true], [false]).IsEquivalent);
    }

    [Theory]
    [InlineData("a", true, 0)]
    [InlineData("b", true, 1)]
    [InlineData("c", false, 0)]
    [InlineData("d", false, 0)]
    public void Labels_may_swap_where_their_probabilities_are_equal(string onnx, bool expected, int ties)
    {
        var model = Model.Classifier(new Linear(1, 3), Value.Input("x", ElementType.Float32, ["batch", 1]), ["a", "b", "c"]);
        var labels = new LabelComparer(model, Rows(1), new());
        var excused = labels.Add(
            TensorData.Of<string>(["a"], [1]), TensorData.Of<string>([onnx], [1]), TensorData.Of<float>([0.4f, 0.4f - 1e-6f, 0.2f], [1, 3]),
            new(0, 1));
        Assert.Equal(ties == 1, excused(0));
        Assert.Equal(new(1, onnx == "a" ? 1 : 0, ties), labels.Agreement);
        Assert.Equal(expected, onnx == "a" || excused(0));
    }

    /// <summary>The absolute tolerance, 1e-5, counts in the deviations of the target: 1000 and 0.001 for the elements of a row in turn.
    /// </summary>
    [Theory]
    [InlineData(0.005f, 0, 0)]
    [InlineData(0.02f, 0, 1)]
    [InlineData(0, 5e-9f, 0)]
    [InlineData(0, 5e-8f, 1)]
    public void Differences_count_in_the_deviations_of_the_target(float large, float small, int differences)
    {
        var comparer = new OutputComparer("y", Value.Input("y", ElementType.Float32, ["batch", 4]), Rows(1), new(), [1000, 0.001]);
        comparer.Add(
            TensorData.Of<float>([0, 0, 0, 0], [1, 4]), TensorData.Of<float>([0, 0, large, small], [1, 4]), new(0, 1), optimized: true);
        Assert.Equal(differences, comparer.Comparison.Differences);
    }

    private static OutputComparison Compare<T>(ReadOnlySpan<T> native, ReadOnlySpan<T> onnx)
    {
        var comparer = new OutputComparer("y", Value.Input("y", ElementTypes.Of<T>(), ["batch"]), Rows(native.Length), new(), [1]);
        comparer.Add(TensorData.Of(native, [native.Length]), TensorData.Of(onnx, [onnx.Length]), new(0, native.Length), optimized: true);
        return comparer.Comparison;
    }

    private static OutputComparison Compare(float[] native, float[] onnx) => Compare<float>(native, onnx);

    private static VerificationData Rows(int rows)
    {
        var features = System.Numerics.Tensors.Tensor.Create(new float[rows], [rows, 1]);
        return VerificationData.Of(
            new Model(new Linear(1, 1), Value.Input("x", ElementType.Float32, ["batch", 1])), new Dataset(features, features));
    }
}
