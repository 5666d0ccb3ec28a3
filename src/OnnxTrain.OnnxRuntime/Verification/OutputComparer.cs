using System.Globalization;

namespace OnnxTrain;

/// <summary>Compares one output run by run, and keeps what is largest and where.</summary>
internal sealed class OutputComparer(string name, Value value, VerificationData data, VerificationOptions options)
{
    private readonly (double Absolute, double Relative) _tolerance = options.Tolerance(value.ElementType);
    private long _elements;
    private long _differences;
    private double _absolute;
    private double _relative;
    private double _ulps;
    private double _worst;
    private ElementDifference? _worstElement;

    public string Name => name;

    public Value Value => value;

    public OutputComparison Comparison =>
        new(name, value.Type, _elements, _differences, _absolute, _relative, _ulps, _worstElement);

    /// <summary>Takes in one run.</summary>
    /// <param name="native">What the model computes.</param>
    /// <param name="onnx">What ONNX Runtime computes, of the same type.</param>
    /// <param name="batch">The rows of the run.</param>
    /// <param name="optimized">Whether optimizations were on.</param>
    /// <param name="isExcused">Whether a difference in a row of the batch is none; asked for elements that are not numbers.</param>
    public void Add(TensorData native, TensorData onnx, VerificationBatch batch, bool optimized, Func<int, bool>? isExcused = null)
    {
        var width = IsPerRow && native.Elements.Length >= batch.Count ? native.Elements.Length / batch.Count : 0;
        _elements += native.Elements.Length;
        switch (native.Elements, onnx.Elements)
        {
            case (float[] a, float[] b):
                for (var i = 0; i < a.Length; i++)
                {
                    // The bits decide nearly every element.
                    if (a[i] != b[i] && AddNumbers(a[i], b[i], FloatDistance.Ulps(a[i], b[i]))) Place(i, a[i].ToString("G9", CultureInfo.InvariantCulture), b[i].ToString("G9", CultureInfo.InvariantCulture));
                }

                break;
            case (double[] a, double[] b):
                for (var i = 0; i < a.Length; i++)
                {
                    if (a[i] != b[i] && AddNumbers(a[i], b[i], FloatDistance.Ulps(a[i], b[i]))) Place(i, a[i].ToString("G17", CultureInfo.InvariantCulture), b[i].ToString("G17", CultureInfo.InvariantCulture));
                }

                break;
            case (long[] a, long[] b): AddExact(a, b); break;
            case (bool[] a, bool[] b): AddExact(a, b); break;
            case (string[] a, string[] b): AddExact(a, b); break;
        }

        void AddExact<T>(T[] a, T[] b)
            where T : IEquatable<T>
        {
            for (var i = 0; i < a.Length; i++)
            {
                if (a[i].Equals(b[i]) || (width > 0 && isExcused?.Invoke(i / width) == true)) continue;
                _differences++;
                _absolute = Math.Max(_absolute, a is long[] x && b is long[] y ? Math.Abs((double)x[i] - y[i]) : 0);
                if (_worstElement is null) Place(i, Quoted(a[i]), Quoted(b[i]));
            }
        }

        void Place(int index, string a, string b)
        {
            int? row = width > 0 ? (batch.Start + (index / width)) % data.Rows : null;
            _worstElement = new(row, row is { } r ? data.Line(r) : null, width > 0 ? index % width : index, batch.Count, optimized, a, b);
        }
    }

    private bool IsPerRow => value.Rank > 0 && !value.Shape[0].IsOne;

    /// <summary>Takes in two numbers that are not the same; whether they are the furthest apart so far.</summary>
    private bool AddNumbers(double a, double b, double ulps)
    {
        var absolute = FloatDistance.Absolute(a, b);
        if (absolute == 0) return false;
        var allowed = _tolerance.Absolute + (_tolerance.Relative * Math.Abs(a));
        if (!(absolute <= allowed)) _differences++;
        _absolute = Math.Max(_absolute, absolute);
        _relative = Math.Max(_relative, FloatDistance.Relative(a, b));
        _ulps = Math.Max(_ulps, ulps);
        var excess = double.IsPositiveInfinity(absolute) || allowed == 0 ? double.PositiveInfinity : absolute / allowed;
        if (_worstElement is not null && excess <= _worst) return false;
        _worst = excess;
        return true;
    }

    private static string Quoted<T>(T element) =>
        element is string text ? $"'{text}'" : Convert.ToString(element, CultureInfo.InvariantCulture) ?? "";
}
