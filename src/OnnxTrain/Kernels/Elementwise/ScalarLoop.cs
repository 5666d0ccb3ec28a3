namespace OnnxTrain.Kernels;

/// <summary>y = f(a, b) one element at a time, where a or b may be the same number for all.</summary>
internal static class ScalarLoop
{
    public static void Run<T, TFunction>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where TFunction : struct, IBinaryFunction<T>
    {
        for (var i = 0; i < y.Length; i++) y[i] = TFunction.Of(a[i], b[i]);
    }

    public static void Run<T, TFunction>(ReadOnlySpan<T> a, T b, Span<T> y)
        where TFunction : struct, IBinaryFunction<T>
    {
        for (var i = 0; i < y.Length; i++) y[i] = TFunction.Of(a[i], b);
    }

    public static void Run<T, TFunction>(T a, ReadOnlySpan<T> b, Span<T> y)
        where TFunction : struct, IBinaryFunction<T>
    {
        for (var i = 0; i < y.Length; i++) y[i] = TFunction.Of(a, b[i]);
    }
}
