using System.Numerics;

namespace OnnxTrain;

/// <summary>An operator whose kernel is written once for the numbers that the library computes with.</summary>
internal abstract record NumberOp : Op
{
    public sealed override Action Bind(Binding binding) =>
        binding.OutputType(0).ElementType.VisitNumber<Binder, Action>(new(this, binding));

    protected abstract Action Bind<T>(Binding binding)
        where T : unmanaged, INumber<T>;

    private readonly struct Binder(NumberOp op, Binding binding) : INumberVisitor<Action>
    {
        public Action Visit<T>()
            where T : unmanaged, INumber<T> => op.Bind<T>(binding);
    }
}
