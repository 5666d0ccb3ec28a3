using System.Numerics;

namespace OnnxTrain;

/// <summary>An operator whose kernel is written once for float32 and float64.</summary>
internal abstract record FloatOp : Op
{
    public sealed override Action Bind(Binding binding) =>
        ComputesIn(binding).VisitFloat<Binder, Action>(new(this, binding));

    /// <summary>The type of the kernel: that of the first output unless overridden.</summary>
    protected virtual ElementType ComputesIn(Binding binding) => binding.OutputType(0).ElementType;

    protected abstract Action Bind<T>(Binding binding)
        where T : unmanaged, IFloatingPointIeee754<T>;

    protected void RequireFloat(ReadOnlySpan<TensorType> inputs) => ElementTypes.RequireFloats(Name, inputs);

    private readonly struct Binder(FloatOp op, Binding binding) : IFloatVisitor<Action>
    {
        public Action Visit<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => op.Bind<T>(binding);
    }
}
