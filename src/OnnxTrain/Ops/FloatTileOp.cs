using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>An elementwise operator whose loop is written once for float32 and float64.</summary>
internal abstract record FloatTileOp : FloatOp
{
    public sealed override bool IsElementwise => true;

    public sealed override TileLoop BindTiles(Binding binding) =>
        ComputesIn(binding).VisitFloat<Binder, TileLoop>(new(this, binding));

    protected sealed override Action Bind<T>(Binding binding) => BindTiles<T>(binding).Run;

    protected abstract TileLoop BindTiles<T>(Binding binding)
        where T : unmanaged, IFloatingPointIeee754<T>;

    private readonly struct Binder(FloatTileOp op, Binding binding) : IFloatVisitor<TileLoop>
    {
        public TileLoop Visit<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => op.BindTiles<T>(binding);
    }
}
