using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Execution;

public sealed class FunctionTests
{
    [Fact]
    public void It_takes_any_number_of_rows()
    {
        var x = Value.Input("x", ElementType.Float32, ["batch", 2]);
        using var f = new Function([x], [x.Sum(1), x * 2]);
        foreach (var rows in (int[])[1, 3, 0, 3])
        {
            var results = f.Run(Tensor.Create([.. Enumerable.Range(0, rows * 2).Select(i => (float)i)], [rows, 2]));
            Assert.Equal([rows], results[0].Lengths.ToArray());
            Assert.Equal(Enumerable.Range(0, rows).Select(i => (4f * i) + 1), results[0].ToArray());
            Assert.Equal([rows, 2], results[1].Lengths.ToArray());
        }
    }

    [Fact]
    public void It_shows_the_variables_as_they_are_now()
    {
        var linear = new Linear(1, 1, bias: false);
        var model = new Model(linear, Value.Input("x", ElementType.Float64, ["batch", 1]));
        using var f = new Function(model.Inputs, [model.Output]);
        foreach (var weight in (double[])[2, -3])
        {
            linear.Weight.Assign<double>([weight]);
            Assert.Equal([5 * weight], f.Run(Tensor.Create([5.0], [1, 1]))[0].ToArray());
        }
    }

    [Fact]
    public void The_middle_of_a_graph_may_be_given()
    {
        var x = Value.Input("x", ElementType.Float64, []);
        var middle = x.Exp();
        using var f = new Function([middle], [middle * 3]);
        Assert.Equal([12], f.Run(4));
    }

    [Fact]
    public void An_output_may_be_an_input_or_a_constant()
    {
        var x = Value.Input("x", ElementType.Float64, []);
        using var f = new Function([x], [x, Value.Constant(7, ElementType.Float64), x]);
        Assert.Equal([4, 7, 4], f.Run(4));
    }

    [Fact]
    public void Element_types_mix()
    {
        var x = Value.Input("x", ElementType.Float32, ["batch"]);
        var names = Value.Input("names", ElementType.String, ["batch"]);
        using var f = new Function([x, names], [x > 1, names, x.Cast(ElementType.Int64), x.Cast(ElementType.Float64), x.Sum()]);
        var results = f.RunMixed(Tensor.Create([0.5f, 2.5f]), Tensor.Create(["p", "q"]));
        Assert.Equal([false, true], ((Tensor<bool>)results[0]).ToArray());
        Assert.Equal(["p", "q"], ((Tensor<string>)results[1]).ToArray());
        Assert.Equal([0, 2], ((Tensor<long>)results[2]).ToArray());
        Assert.Equal([0.5, 2.5], ((Tensor<double>)results[3]).ToArray());
        Assert.Equal([3], ((Tensor<float>)results[4]).ToArray());
    }

    [Fact]
    public void Tensors_that_do_not_fit_are_refused_in_words()
    {
        var (x, y) = (Value.Input("x", ElementType.Float32, ["batch", 2]), Value.Input("y", ElementType.Float32, ["batch"]));
        using var f = new Function([x, y], [x.Sum(1) + y]);
        Tensor<float> three = Tensor.Create(new float[6], [3, 2]), two = Tensor.Create(new float[2]);
        Assert.Contains("y: float32[batch]", Assert.Throws<ArgumentException>(() => f.Run(three, two)).Message, StringComparison.Ordinal);
        Assert.Contains("2 inputs", Assert.Throws<ArgumentException>(() => f.Run(three)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "x: float32[batch, 2]",
            Assert.Throws<ArgumentException>(() => f.Run(Tensor.Create([1.0, 2], [1, 2]), Tensor.Create([1.0]))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => f.Run(1, 2));
        Assert.Contains("'y'", Assert.Throws<ArgumentException>(() => new Function([x], [x.Sum(1) + y])).Message, StringComparison.Ordinal);
        using var whole = new Function([x], [x.Cast(ElementType.Int64)]);
        Assert.Contains("RunMixed", Assert.Throws<InvalidOperationException>(() => whole.Run(three)).Message, StringComparison.Ordinal);
    }
}
