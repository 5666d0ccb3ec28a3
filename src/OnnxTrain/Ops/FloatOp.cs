using System.Numerics;

namespace OnnxTrain;

/// <summary>An operator whose kernel is written once for float32 and float64.</summary>
internal abstract record FloatOp : Op
{
    public sealed override Action Bind(Binding binding) =>
        binding.OutputType(0).ElementType == ElementType.Float64 ? Bind<double>(binding) : Bind<float>(binding);

    protected abstract Action Bind<T>(Binding binding)
        where T : unmanaged, IFloatingPointIeee754<T>;

    protected void RequireFloat(ReadOnlySpan<TensorType> inputs)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!inputs[i].ElementType.IsFloat())
                throw new ShapeException($"{Name}: input {i} is {inputs[i]}; it has to be float32 or float64 (Cast converts).");
            if (inputs[i].ElementType != inputs[0].ElementType)
                throw new ShapeException($"{Name}: inputs of types {inputs[0]} and {inputs[i]} do not mix; Cast converts one to the other.");
        }
    }
}
