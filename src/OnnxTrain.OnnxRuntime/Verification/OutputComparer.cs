using System.Globalization;
using System.Numerics;

namespace OnnxTrain;

/// <summary>Compares one output run by run, and keeps what is largest and where.</summary>
/// <param name="name">The name of the output.</param>
/// <param name="value">The output of the model.</param>
/// <param name="data">The rows.</param>
/// <param name="options">The tolerances.</param>
/// <param name="deviations">The unit of the absolute tolerance for each element of a row, repeated to its end.</param>
internal sealed class OutputComparer(
    string name, Value value, VerificationData data, VerificationOptions options, IReadOnlyList<double> deviations)
{
    private readonly (double Absolute, double Relative) _tolerance = options.Tolerance(value.ElementType);
    private long _elements;
    private long _differences;
    private double _absolute;
    private double _relative;
    private double _ulps;
    private double _excess;
    private ElementDifference? _worst;
    private long _notFinite;
    private ElementDifference? _firstNotFinite;

    public string Name => name;

    public Value Value => value;

    public OutputComparison Comparison => new(name, value.Type, _elements, _differences, _absolute, _relative, _ulps, _worst)
    {
        NotFinite = _notFinite,
        FirstNotFinite = _firstNotFinite,
    };

    /// <summary>Takes in one run.</summary>
    /// <param name="native">What the model computes.</param>
    /// <param name="onnx">What ONNX Runtime computes, of the same type.</param>
    /// <param name="batch">The rows of the run.</param>
    /// <param name="optimized">Whether optimizations were on.</param>
    /// <param name="isExcused">Whether a difference in a row of the batch is none; asked where elements are not floating-point
    /// numbers.</param>
    public void Add(TensorData native, TensorData onnx, VerificationBatch batch, bool optimized, Func<int, bool>? isExcused = null)
    {
        var run = new Run(batch, optimized, IsPerRow(native.Type.Shape, batch) ? native.Elements.Length / batch.Count : 0);
        _elements += native.Elements.Length;
        if (native.Type.ElementType.IsFloat()) native.Type.ElementType.VisitFloat<Numbers, bool>(new(this, native, onnx, run));
        else native.Type.ElementType.VisitElement<Exact, bool>(new(this, native, onnx, run, isExcused));
    }

    private bool IsPerRow(Shape shape, VerificationBatch batch) =>
        value.Rank > 0 && !value.Shape[0].IsOne && shape[0].Size == batch.Count;

    private void AddNumbers<T>(ReadOnlySpan<T> native, ReadOnlySpan<T> onnx, Run run)
        where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < native.Length; i++)
        {
            var (a, b) = (double.CreateChecked(native[i]), double.CreateChecked(onnx[i]));
            var absolute = FloatDistance.Absolute(a, b);
            if (absolute == 0)
            {
                if (!double.IsFinite(a)) AddNotFinite(i, native[i], onnx[i], run);
                continue;
            }

            var unit = run.Width == 0 ? 1 : deviations[i % run.Width % deviations.Count];
            var allowed = (_tolerance.Absolute * unit) + (_tolerance.Relative * Math.Abs(a));
            var excess = double.IsPositiveInfinity(absolute) || allowed == 0 ? double.PositiveInfinity : absolute / allowed;
            if (excess > 1) _differences++;
            _absolute = Math.Max(_absolute, absolute);
            _relative = Math.Max(_relative, FloatDistance.Relative(a, b));
            _ulps = Math.Max(_ulps, FloatDistance.Ulps(native[i], onnx[i]));
            if (_worst is not null && excess <= _excess) continue;
            _excess = excess;
            _worst = Describe(i, native[i], onnx[i], run);
        }
    }

    /// <summary>Equal, and no number: wrong, unless the features were none either.</summary>
    private void AddNotFinite<T>(int index, T native, T onnx, Run run)
    {
        if (options.AllowNotFinite || !data.IsFinite(run.Batch, run.Width > 0 ? index / run.Width : null)) return;
        _notFinite++;
        _firstNotFinite ??= Describe(index, native, onnx, run);
    }

    private void AddExact<T>(ReadOnlySpan<T> native, ReadOnlySpan<T> onnx, Run run, Func<int, bool>? isExcused)
    {
        for (var i = 0; i < native.Length; i++)
        {
            if (EqualityComparer<T>.Default.Equals(native[i], onnx[i])) continue;
            if (run.Width > 0 && isExcused?.Invoke(i / run.Width) == true) continue;
            _differences++;
            if (native[i] is long a && onnx[i] is long b) _absolute = Math.Max(_absolute, Math.Abs((double)a - b));
            _worst ??= Describe(i, native[i], onnx[i], run);
        }
    }

    private ElementDifference Describe<T>(int index, T native, T onnx, Run run)
    {
        var (width, batch) = (run.Width, run.Batch);
        int? row = width > 0 ? data.Row(batch, index / width) : null;
        var element = width > 0 ? index % width : index;
        return new(row, row is { } r ? data.Line(r) : null, element, batch.Count, run.Optimized, Text(native), Text(onnx));
    }

    private static string Text<T>(T element) => element switch
    {
        string text => $"'{text}'",
        _ => Convert.ToString(element, CultureInfo.InvariantCulture) ?? "",
    };

    /// <param name="Batch">The rows.</param>
    /// <param name="Optimized">Whether optimizations were on.</param>
    /// <param name="Width">Elements to a row; 0 for an output that has no rows.</param>
    private readonly record struct Run(VerificationBatch Batch, bool Optimized, int Width);

    private readonly struct Numbers(OutputComparer comparer, TensorData native, TensorData onnx, Run run) : IFloatVisitor<bool>
    {
        public bool Visit<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            comparer.AddNumbers(native.As<T>(), onnx.As<T>(), run);
            return true;
        }
    }

    private readonly struct Exact(OutputComparer comparer, TensorData native, TensorData onnx, Run run, Func<int, bool>? isExcused)
        : IElementVisitor<bool>
    {
        public bool Visit<T>()
        {
            comparer.AddExact(native.As<T>(), onnx.As<T>(), run, isExcused);
            return true;
        }
    }
}
