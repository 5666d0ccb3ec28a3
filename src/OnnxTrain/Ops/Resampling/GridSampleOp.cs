using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y [batch, channels, rows, columns] = x [batch, channels, height, width] at the positions (x, y) in the grid [batch, rows, columns, 2],
/// from −1 to 1 (Jaderberg et al., 2015, "Spatial transformer networks").
/// </summary>
internal sealed record GridSampleOp(ResizeMode Mode, GridPadding Padding, bool AlignCorners) : FormulaOp
{
    private const int Since = 16, RenamedSince = 20;

    private GridTaps Taps => new(Mode, new(Padding, AlignCorners));

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var (x, grid) = (inputs[0].Shape, inputs[1].Shape);
        return x.Rank == 4 && grid.Rank == 4 && grid[0] == x[0] && grid[3] == 2
            ? [new(inputs[0].ElementType, [x[0], x[1], grid[1], grid[2]])]
            : throw new ShapeException(
                $"GridSample: the image {inputs[0]} and the grid {inputs[1]} must be [batch, channels, height, width] and [batch, "
                    + "rows, columns, 2].");
    }

    public override void ToOnnx(OnnxForm form)
    {
        if (form.Opset < Since || form.Node.Inputs[0].ElementType != ElementType.Float32)
        {
            base.ToOnnx(form);
            return;
        }

        var isNew = form.Opset >= RenamedSince;
        var mode = Mode switch
        {
            ResizeMode.Nearest => "nearest",
            ResizeMode.Linear => isNew ? "linear" : "bilinear",
            _ => isNew ? "cubic" : "bicubic",
        };
        var padding = Padding switch
        {
            GridPadding.Zeros => "zeros",
            GridPadding.Border => "border",
            _ => "reflection",
        };
        form.Emit(
            "GridSample", OnnxAttribute.Text("mode", mode), OnnxAttribute.Text("padding_mode", padding),
            OnnxAttribute.Int("align_corners", AlignCorners ? 1 : 0));
    }

    /// <summary>y = Σ over taps of weight · x at the tap, with the channels last, so that a tap is contiguous.</summary>
    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var (image, grid) = (x[0].Transpose(0, 2, 3, 1), x[1]);
        var columns = Taps.Of(grid[.., .., .., 0], CountOp.Of([x[0].Shape[3]], grid.ElementType));
        var rows = Taps.Of(grid[.., .., .., 1], CountOp.Of([x[0].Shape[2]], grid.ElementType));
        Value? sum = null;
        foreach (var row in rows)
        {
            foreach (var column in columns)
            {
                var indices = Value.Stack(-1, row.Index, column.Index).Cast(ElementType.Int64);
                var term = image.GatherND(indices, batchAxes: 1) * (row.Weight * column.Weight).Unsqueeze(-1);
                sum = sum is null ? term : sum + term;
            }
        }

        return [sum!.Transpose(0, 3, 1, 2)];
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (x, grid, y) = (binding.Input<T>(0), binding.Input<T>(1), binding.Output<T>(0));
        var (from, to, taps) = (binding.InputSizes(0), binding.OutputSizes(0), Taps);
        var (channels, height, width, rows, columns, count) = (from[1], from[2], from[3], to[2], to[3], Taps.Count);
        return ParallelLoop.OverRows(to[0] * rows, columns * channels * count * count, (first, end) =>
        {
            Span<int> across = stackalloc int[count], down = stackalloc int[count];
            Span<T> acrossWeights = stackalloc T[count], downWeights = stackalloc T[count];
            for (var line = first; line < end; line++)
            {
                var (image, row) = Math.DivRem(line, rows);
                for (var column = 0; column < columns; column++)
                {
                    var at = 2 * ((line * columns) + column);
                    taps.Of(grid.Span[at], width, across, acrossWeights);
                    taps.Of(grid.Span[at + 1], height, down, downWeights);
                    for (var channel = 0; channel < channels; channel++)
                    {
                        var plane = (image * channels) + channel;
                        var sum = T.Zero;
                        for (var i = 0; i < count; i++)
                        {
                            if (down[i] < 0) continue;
                            var source = x.Span.Slice(((plane * height) + down[i]) * width, width);
                            for (var j = 0; j < count; j++)
                            {
                                if (across[j] >= 0) sum += downWeights[i] * acrossWeights[j] * source[across[j]];
                            }
                        }

                        y.Span[(((plane * rows) + row) * columns) + column] = sum;
                    }
                }
            }
        }).Run;
    }
}

public partial class Value
{
    /// <summary>
    /// Samples this image at the positions of a grid, which may be computed by a network (Jaderberg et al., 2015, "Spatial transformer
    /// networks"). It is differentiable by the image and by the grid. The formulas are those of PyTorch's <c>grid_sample</c>.
    /// </summary>
    /// <param name="grid">[batch, rows, columns, 2]: x (along the width) and y (along the height), from −1 to 1 over the image.</param>
    /// <param name="mode">The interpolation mode; <see cref="ResizeMode.Linear"/> is bilinear, <see cref="ResizeMode.Cubic"/>
    /// bicubic.</param>
    /// <param name="padding">The values outside the image.</param>
    /// <param name="alignCorners">Whether −1 and 1 are the centers of the outer elements, or the edges of the image.</param>
    /// <returns>[batch, channels, rows, columns] for this value [batch, channels, height, width].</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value GridSample(
        Value grid, ResizeMode mode = ResizeMode.Linear, GridPadding padding = GridPadding.Zeros, bool alignCorners = false
    ) => new GridSampleOp(mode, padding, alignCorners).Of(this, grid);
}
