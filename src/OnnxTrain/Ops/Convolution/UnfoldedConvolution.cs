using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// Convolutions of float64 in ONNX, as matrix products with the unfolded image, since ONNX Runtime's convolutions support only float32.
/// With u[n, g, (c, k), p] the element of channel c of group g under tap k at position p, y[n, g, o, p] = Σ w[g, o, (c, k)] · u[n, g, (c,
/// k), p]. Elements are gathered by constant indices, so axes must be fixed.
/// </summary>
internal sealed class UnfoldedConvolution(OnnxForm form, Window window, int groups)
{
    /// <summary>The convolution of input 0 by the weights, input 1.</summary>
    public void Forward(bool isFloored)
    {
        var (x, w, y) = (Shape(0), Shape(1), form.Node.Outputs[0].Shape);
        var weights = form.Step("Reshape", [form.Input(1), form.Integers(groups, w[0].Size / groups, -1)]);
        Emit(form.Step("MatMul", [weights, Unfolded(0, Places(x, y))]), y, isFloored);
    }

    /// <summary>Its transpose.</summary>
    public void Backward(Shape size)
    {
        var (y, w, x) = (Shape(0), Shape(1), form.Node.Outputs[0].Shape);
        if (!size.IsFixed) throw Named(size);
        var split = form.Step("Reshape", [form.Input(1), form.Integers(groups, w[0].Size / groups, w[1].Size, window.Taps)]);
        var turned = form.Step("Transpose", [split], OnnxAttribute.Ints("perm", [0, 2, 1, 3]));
        var weights = form.Step("Reshape", [turned, form.Integers(groups, w[1].Size, -1)]);
        Emit(form.Step("MatMul", [weights, Unfolded(0, TransposedPlaces(x, y))]), x, isFloored: false);
    }

    /// <summary>The gradient by the weights, from the image, input 0, and the gradient of the result, input 1.</summary>
    public void WeightGradient()
    {
        var (x, g, w) = (Shape(0), Shape(1), form.Node.Outputs[0].Shape);
        var gradient = form.Step("Reshape", [form.Input(1), form.Integers(0, groups, g[1].Size / groups, -1)]);
        var turned = form.Step("Transpose", [Unfolded(0, Places(x, g))], OnnxAttribute.Ints("perm", [0, 1, 3, 2]));
        var sum = form.Step("ReduceSum", [form.Step("MatMul", [gradient, turned]), form.Integers(0)], OnnxAttribute.Int("keepdims", 0));
        form.EmitWith("Reshape", [sum, form.Integers([.. w.Select(d => d.Size)])]);
    }

    private void Emit(string product, Shape y, bool isFloored)
    {
        string[] shaped = [product, form.Integers([0, .. y.Skip(1).Select(d => d.Size)])];
        if (form.Node.Inputs.Count == 2 && !isFloored)
        {
            form.EmitWith("Reshape", shaped);
            return;
        }

        var sum = form.Step("Reshape", shaped);
        if (form.Node.Inputs.Count > 2)
        {
            string[] terms = [sum, form.Step("Reshape", [form.Input(2), form.Integers([-1, .. Enumerable.Repeat(1L, window.Rank)])])];
            if (isFloored) sum = form.Step("Add", terms);
            else form.EmitWith("Add", terms);
        }

        if (isFloored) form.EmitWith("Relu", [sum]);
    }

    /// <summary>
    /// [batch, groups, channels of a group · taps, positions] of an input; the index −1 is a zero element appended to each plane.
    /// </summary>
    private string Unfolded(int input, long[] places)
    {
        var shape = Shape(input);
        var plane = shape.Skip(2).Aggregate(1L, (product, d) => product * d.Size);
        var flat = form.Step("Reshape", [form.Input(input), form.Integers(0, shape[1].Size, plane)]);
        var padded = form.Step("Pad", [flat, form.Integers(0, 0, 0, 0, 0, 1)]);
        var indices = form.Constant(TensorData.Of<long>(Array.ConvertAll(places, at => at < 0 ? plane : at), [places.Length]));
        var gathered = form.Step("Gather", [padded, indices], OnnxAttribute.Int("axis", 2));
        var lines = shape[1].Size / groups * window.Taps;
        return form.Step("Reshape", [gathered, form.Integers(0, groups, lines, places.Length / window.Taps)]);
    }

    private long[] Places(Shape x, Shape y) => Combined(x, y, (axis, tap, p, size) =>
        (p * axis.Stride) + (tap * axis.Dilation) - axis.Before is var at && at >= 0 && at < size ? at : -1);

    private long[] TransposedPlaces(Shape x, Shape y) => Combined(y, x, (axis, tap, i, positions) =>
        Math.DivRem(i + axis.Before - (tap * axis.Dilation), axis.Stride) is (>= 0 and var p, 0) && p < positions ? p : -1);

    /// <summary>For each tap and each position of <paramref name="to"/>, the index in a plane of <paramref name="from"/>.</summary>
    private long[] Combined(Shape from, Shape to, Func<WindowAxis, long, long, long, long> place)
    {
        IEnumerable<long> taps = [0],
            positions = [0];
        foreach (var axis in window.Axes)
            taps = [.. taps.SelectMany(t => Enumerable.Range(0, axis.Kernel).Select(k => (t * axis.Kernel) + k))];
        for (var i = 0; i < window.Rank; i++)
        {
            var size = to[i + 2].Size;
            positions = [.. positions.SelectMany(p => Enumerable.Range(0, (int)size).Select(at => (p * size) + at))];
        }

        return [.. taps.SelectMany(tap => positions.Select(p => Place(tap, p)))];

        long Place(long tap, long p)
        {
            var (at, step, isInside) = (0L, 1L, true);
            for (var i = window.Rank - 1; i >= 0; i--)
            {
                (tap, var k) = Math.DivRem(tap, window.Axes[i].Kernel);
                (p, var index) = Math.DivRem(p, to[i + 2].Size);
                var own = place(window.Axes[i], k, index, from[i + 2].Size);
                isInside &= own >= 0;
                at += own * step;
                step *= from[i + 2].Size;
            }

            return isInside ? at : -1;
        }
    }

    private Shape Shape(int input)
    {
        var shape = form.Node.Inputs[input].Shape;
        return shape.Skip(1).All(d => d.IsFixed) ? shape : throw Named(shape);
    }

    private NotSupportedException Named(Shape shape) =>
        new(
            $"{form.Node.Op.Name} of float64: ONNX Runtime has convolutions only for float32, and for matrix products the axes of "
                + $"{shape} must be numbers.");
}
