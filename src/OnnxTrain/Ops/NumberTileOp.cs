using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>An elementwise operator whose loop is written once for the numbers that the library computes with.</summary>
internal abstract record NumberTileOp : Op
{
    public sealed override bool IsElementwise => true;

    public sealed override Action Bind(Binding binding) => BindTiles(binding).Run;

    public sealed override TileLoop BindTiles(Binding binding) =>
        binding.InputType(0).ElementType.VisitNumber<Binder, TileLoop>(new(this, binding));

    protected abstract TileLoop BindTiles<T>(Binding binding)
        where T : unmanaged, INumber<T>;

    private readonly struct Binder(NumberTileOp op, Binding binding) : INumberVisitor<TileLoop>
    {
        public TileLoop Visit<T>()
            where T : unmanaged, INumber<T> => op.BindTiles<T>(binding);
    }
}
