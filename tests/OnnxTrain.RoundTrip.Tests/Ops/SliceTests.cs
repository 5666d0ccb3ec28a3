using OnnxTrain.Tests.Ops;

namespace OnnxTrain.RoundTrip.Tests.Ops;

/// <summary>Every start, end and step along short axes: what the library takes is what Python takes, and what ONNX Runtime takes.</summary>
public class SliceTests
{
    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(5)]
    public void A_slice_that_is_taken_has_the_elements_of_Python(int length)
    {
        var x = Value.Input("x", ElementType.Float32, [length]);
        long?[] places = [null, .. Enumerable.Range(-length - 2, (2 * length) + 5).Select(i => (long?)i)];
        var slices = new List<(Value Value, double[] Python)>();
        foreach (var start in places)
        {
            foreach (var end in places)
            {
                foreach (var step in (long[])[1, 2, 3, -1, -2, -3])
                {
                    if (TrySlice(x, start, end, step) is { } slice) slices.Add((slice, [.. Python(length, start, end, step)]));
                }
            }
        }

        Value[] outputs = [.. slices.Select(s => s.Value)];
        Nd[] data = [new([length], [.. Enumerable.Range(0, length).Select(i => (double)i)])];
        using var plan = OpRun.Plan([x], outputs, batch: 1);
        using var session = new OnnxSession(OpExport.Write([x], outputs, 17));
        var (native, onnx) = (OpRun.Run(plan, [x], data, outputs), session.Run([x], data));
        for (var i = 0; i < slices.Count; i++)
        {
            Assert.Equal(slices[i].Python, native[i].Items);
            Assert.Equal(native[i].Sizes, onnx[i].Sizes);
            Assert.Equal(native[i].Items, onnx[i].Items);
        }
    }

    private static Value? TrySlice(Value x, long? start, long? end, long step)
    {
        try
        {
            return x.Slice(0, start, end, step);
        }
        catch (ShapeException)
        {
            return null;
        }
    }

    /// <summary><c>range(*slice(start, end, step).indices(n))</c>.</summary>
    private static IEnumerable<double> Python(int n, long? start, long? end, long step)
    {
        var (low, high) = step > 0 ? (0, n) : (-1, n - 1);
        var from = start is { } s ? Math.Clamp(s < 0 ? s + n : s, low, high) : step > 0 ? low : high;
        var to = end is { } e ? Math.Clamp(e < 0 ? e + n : e, low, high) : step > 0 ? high : low;
        for (var i = from; step > 0 ? i < to : i > to; i += step) yield return i;
    }
}
