namespace OnnxTrain;

/// <summary>The lengths of a model's named axes for rows of one size.</summary>
internal static class RowAxes
{
    /// <summary>The length of each name in the model's inputs.</summary>
    /// <param name="model">A model whose inputs begin with the named axis of the rows.</param>
    /// <param name="features">The columns of the features with fixed shapes, which <see cref="Check"/> has accepted.</param>
    /// <param name="rows">The number of rows.</param>
    public static Dictionary<string, long> Of(Model model, IReadOnlyList<RowColumn> features, int rows)
    {
        var axes = new Dictionary<string, long>(StringComparer.Ordinal) { [RowsName(model)] = rows };
        for (var input = 0; input < model.Features.Count; input++)
        {
            var (wanted, given) = (model.Features[input].Shape, features[input].RowShape);
            for (var axis = 1; axis < wanted.Rank; axis++)
            {
                if (wanted[axis].Symbol is { } name) axes[name] = given[axis - 1].Size;
            }
        }

        return axes;
    }

    /// <summary>The name of the axis of the rows.</summary>
    public static string RowsName(Model model) => model.Features[0].Shape[0].Name!;

    /// <summary>Checks that each input's first axis, and no other, is that of the rows.</summary>
    public static void CheckInput(Model model, Value input)
    {
        var rows = model.Features[0].Rank > 0 ? model.Features[0].Shape[0] : default;
        if (input.Rank == 0 || input.Shape[0].Symbol is not { } name || input.Shape[0] != rows
            || Row(input.Shape).Any(axis => axis.Symbols.Contains(name)))
            throw new ArgumentException(
                $"The input {input} cannot be trained on batches: its first axis must have a name, the same for all inputs and for no "
                    + "other axis, such as [\"batch\", 4] or [\"batch\", \"sequence\", 4].");
    }

    /// <summary>Checks that rows of one size fit the inputs.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">The columns of the features with fixed shapes.</param>
    /// <param name="rows">The number of rows, for error messages.</param>
    /// <exception cref="ArgumentException">The rows do not fit.</exception>
    public static void Check(Model model, IReadOnlyList<RowColumn> features, long rows)
    {
        var axes = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < model.Features.Count; i++) CheckNames(model.Features[i], features[i], rows, axes);
        for (var i = 0; i < model.Features.Count; i++) CheckExpressions(model.Features[i], features[i], rows, axes);
    }

    /// <summary>The axes of a row.</summary>
    public static Shape Row(Shape shape) => Shape.Create(shape.Dimensions[1..]);

    /// <summary>The number of elements in a row, given the lengths of named axes.</summary>
    public static long ElementsPerRow(Shape shape, IReadOnlyDictionary<string, long> axes) =>
        Row(shape).Aggregate(1L, (product, axis) => checked(product * axis.Evaluate(name => axes[name])));

    /// <summary>Rows of fixed size may have another shape with as many elements; named axes must match, each with one length.</summary>
    private static void CheckNames(Value input, RowColumn features, long rows, Dictionary<string, long> axes)
    {
        var (wanted, given) = (Row(input.Shape), features.RowShape);
        if (wanted.IsFixed)
        {
            if (wanted.ElementCount == features.RowLength) return;
            throw new ArgumentException(
                $"The data have {features.RowLength} numbers per row of {features.ShapeText(rows)}; the input {input} takes "
                    + $"{wanted.ElementCount}.");
        }

        if (wanted.Rank != given.Rank)
            throw new ArgumentException(
                $"The data {features.ShapeText(rows)} have {given.Rank + 1} axes; the input {input} takes {wanted.Rank + 1}.");
        for (var axis = 0; axis < wanted.Rank; axis++)
        {
            if (wanted[axis].Symbol is not { } name || axes.TryAdd(name, given[axis].Size) || axes[name] == given[axis].Size) continue;
            throw new ArgumentException(
                $"The data {features.ShapeText(rows)} have {given[axis]} elements in axis {axis + 1}, which the input {input} calls "
                    + $"'{name}', and elsewhere '{name}' is {axes[name]}.");
        }
    }

    private static void CheckExpressions(Value input, RowColumn features, long rows, Dictionary<string, long> axes)
    {
        var (wanted, given) = (Row(input.Shape), features.RowShape);
        if (wanted.IsFixed) return;
        for (var axis = 0; axis < wanted.Rank; axis++)
        {
            if (!wanted[axis].Symbols.All(axes.ContainsKey))
                throw new ArgumentException(
                    $"The input {input} has the axis '{wanted[axis]}', and no input determines its length by an axis of one name.");
            var length = wanted[axis].Evaluate(name => axes[name]);
            if (length != given[axis].Size)
                throw new ArgumentException(
                    $"The data {features.ShapeText(rows)} have {given[axis]} elements in axis {axis + 1}; the input {input} takes "
                        + $"{length}.");
        }
    }
}
