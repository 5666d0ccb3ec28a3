namespace OnnxTrain.Kernels;

/// <summary>A function of two numbers that is computed one element at a time.</summary>
internal interface IBinaryFunction<T>
{
    static abstract T Of(T a, T b);
}
