using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// The ONNX form of max pooling. ONNX Runtime does not support padding of at least the number of taps, which a dilation allows: then a
/// separate operator pads the input, and indices are those in the padded input.
/// </summary>
internal sealed class MaxPoolForm
{
    private readonly OnnxForm _form;
    private readonly Window _window;

    public MaxPoolForm(OnnxForm form, Window window)
    {
        (_form, _window) = (form, window);
        IsPadded = window.Axes.Any(a => Math.Max(a.Before, a.After) >= a.Kernel);
        Padded = IsPadded ? Pad(form.Input(), form.Scalar(double.NegativeInfinity)) : form.Input();
        Attributes = IsPadded
            ? new Window([.. window.Axes.Select(a => a with { Before = 0, After = 0 })]).Attributes()
            : window.Attributes();
    }

    /// <summary>Whether a separate operator pads.</summary>
    public bool IsPadded { get; }

    /// <summary>The input of the operator.</summary>
    public string Padded { get; }

    /// <summary>The attributes of the operator.</summary>
    public AttributeProto[] Attributes { get; }

    /// <summary>The largest elements, and their flat indices in <see cref="Padded"/>.</summary>
    public (string Elements, string Indices) Largest() =>
        _form.Steps("MaxPool", [Padded], 2, Attributes) is [var elements, var indices] ? (elements, indices) : default;

    /// <summary>A value of the shape of x as the vector to which the indices refer.</summary>
    public string Flat(string value) => Vector(IsPadded ? Pad(value, _form.Scalar(0)) : value);

    /// <summary>A vector of zeros with the number of elements of <see cref="Padded"/>.</summary>
    public string Zeros() => _form.Step("Expand", [_form.Scalar(0), _form.Step("Shape", [Vector(Padded)])]);

    /// <summary>Yields the operator's output, of the shape of x, from the vector to which the indices refer.</summary>
    public void EmitShaped(string vector)
    {
        var whole = _form.Step("Shape", [Padded]);
        if (!IsPadded)
        {
            _form.EmitWith("Reshape", [vector, whole]);
            return;
        }

        var starts = _form.Integers([.. _window.Axes.Select(a => (long)a.Before)]);
        var ends = _form.Integers([.. _window.Axes.Select(a => a.After == 0 ? long.MaxValue : -a.After)]);
        var axes = _form.Integers([.. Enumerable.Range(2, _window.Rank).Select(i => (long)i)]);
        _form.EmitWith("Slice", [_form.Step("Reshape", [vector, whole]), starts, ends, axes]);
    }

    /// <summary>Yields both outputs of the operator; indices are converted to those in x.</summary>
    public void EmitUnpadded()
    {
        var (elements, indices) = Largest();
        var shape = _form.Step("Shape", [_form.Input()]);
        var count = _form.Step("Squeeze", [_form.Step("Shape", [Vector(_form.Input())])]);
        var (first, step) = (
            _form.Constant(TensorData.Of<long>([0], Shape.Scalar)), _form.Constant(TensorData.Of<long>([1], Shape.Scalar)));
        var places = Vector(Pad(_form.Step("Reshape", [_form.Step("Range", [first, count, step]), shape]), first));
        _form.Yield("Identity", [elements], 0);
        _form.Yield("Gather", [places, indices], 1, OnnxAttribute.Int("axis", 0));
    }

    public string Vector(string value) => _form.Step("Reshape", [value, _form.Integers(-1)]);

    private string Pad(string value, string number)
    {
        long[] pads = [0, 0, .. _window.Axes.Select(a => (long)a.Before), 0, 0, .. _window.Axes.Select(a => (long)a.After)];
        return _form.Step("Pad", [value, _form.Integers(pads), number]);
    }
}
