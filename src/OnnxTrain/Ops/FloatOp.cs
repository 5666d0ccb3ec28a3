using System.Numerics;

namespace OnnxTrain;

/// <summary>An operator whose kernel is written once for float32 and float64.</summary>
internal abstract record FloatOp : Op
{
    public sealed override Action Bind(Binding binding) =>
        binding.OutputType(0).ElementType == ElementType.Float64 ? Bind<double>(binding) : Bind<float>(binding);

    protected abstract Action Bind<T>(Binding binding)
        where T : unmanaged, IFloatingPointIeee754<T>;

    protected void RequireFloat(ReadOnlySpan<TensorType> inputs) => ElementTypes.RequireFloats(Name, inputs);
}
