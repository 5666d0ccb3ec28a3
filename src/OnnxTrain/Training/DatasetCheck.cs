using System.Globalization;

namespace OnnxTrain;

/// <summary>Whether data fit a model and its loss, before any of it is used.</summary>
internal static class DatasetCheck
{
    public static void Fits(Dataset data, Model model, Loss loss)
    {
        Features(data, model);
        var target = loss.TargetType(model.Output.Type);
        if (target.ElementType == ElementType.Int64 && target.Shape.Rank > 1)
        {
            ClassMaps(data, model, loss, target);
            return;
        }

        if (target.ElementType == ElementType.Int64 && data.Targets is not null)
            throw new ArgumentException($"{loss.GetType().Name} takes class labels; the data have numeric targets.");
        if (target.ElementType == ElementType.Int64 && data.Classes > model.Output.Shape[1].Size)
            throw new ArgumentException($"The data have {data.Classes} classes; the model yields {model.Output.Shape[1]} logits.");
        if (data.Targets is null) Labels(data, loss);
        var perRow = ElementsPerRow(target.Shape);
        if (target.ElementType.IsFloat() && perRow != (data.Targets is { } t ? t.RowLength : 1))
            throw new ArgumentException(
                $"The targets do not fit: {loss.GetType().Name} takes {perRow} numbers to a row, as many as the model yields.");
    }

    /// <summary>Whether rows without a class are ones that the loss ignores.</summary>
    private static void Labels(Dataset data, Loss loss)
    {
        var ignored = (loss as ClassLoss)?.IgnoreIndex;
        for (var i = 0; i < data.RowCount; i++)
        {
            var label = data.Labels[i];
            if (label >= 0 || label == ignored) continue;
            throw new DataException(
                $"The label of row {i} (counted from 0) is {label.ToString(CultureInfo.InvariantCulture)}. Expected labels from 0 to "
                    + $"{data.Classes - 1}"
                    + (
                        ignored is { } index
                            ? $", or {index.ToString(CultureInfo.InvariantCulture)} for rows that do not count."
                            : "; ClassLoss.IgnoreIndex is for rows that do not count."));
        }
    }

    /// <summary>Whether the features fit the model's inputs.</summary>
    public static void Features(Dataset data, Model model)
    {
        if (data.Features.Count != model.Features.Count)
            throw new ArgumentException(
                $"The data have {data.Features.Count} feature tensors; the model takes {model.Features.Count} inputs.");
        var rows = model.Features[0].Rank > 0 ? model.Features[0].Shape[0] : default;
        for (var i = 0; i < model.Features.Count; i++)
        {
            var input = model.Features[i];
            if (input.Rank == 0 || input.Shape[0].IsFixed || input.Shape[0] != rows || !Row(input.Shape).IsFixed)
                throw new ArgumentException(
                    $"The input {input} cannot be trained on batches: its first axis, and no other, has to have a name, the same for all "
                        + "inputs, such as [\"batch\", 4].");
            if (input.ElementType is ElementType.String or ElementType.Bool)
                throw new ArgumentException($"The input {input} is not a tensor of numbers; train on a table instead.");
            if (!data.Features[i].Fills(input.ElementType))
                throw new ArgumentException(
                    $"The input {input} takes {input.ElementType.Text()}; the data have {data.Features[i]}. Give a "
                        + $"Tensor<{ClrName(input.ElementType)}>, or let the model take {data.Features[i].ElementType.Text()} and use Cast."
                );
            RequireInRange(data.Features[i], input.ElementType, $"features for {input}");
            var (wanted, given) = (ElementsPerRow(input), data.Features[i].RowLength);
            if (wanted != given)
                throw new ArgumentException(
                    $"The data have {given} numbers to a row of {data.Features[i].Shape}; the input {input} takes {wanted}.");
        }
    }

    /// <summary>Whether the targets hold the number of a class for each position in a row.</summary>
    private static void ClassMaps(Dataset data, Model model, Loss loss, TensorType target)
    {
        var (places, classes, ignored) = (
            ElementsPerRow(target.Shape), model.Output.Shape[1].Size,
            (loss as ClassLoss)?.IgnoreIndex ?? (loss as CtcLoss)?.Padding);
        if (data.Targets is not { } targets)
            throw new ArgumentException(
                $"{loss.GetType().Name} takes a class for each of {places} places in a row, {target}; the data have one label to a row. "
                    + "Give the classes as targets, [rows, …].");
        if (targets.RowLength != places)
            throw new ArgumentException(
                $"The targets do not fit: {loss.GetType().Name} takes {places} classes to a row, {target}; the data have "
                    + $"{targets.RowLength}.");
        for (long i = 0, count = (long)targets.RowLength * data.RowCount; i < count; i++)
        {
            var number = targets.Number(i);
            if (number == ignored || (number >= 0 && number < classes && double.IsInteger(number))) continue;
            throw new DataException(
                $"The targets have {number.ToString(CultureInfo.InvariantCulture)} in row {i / places}, place {i % places} (counted from "
                    + "0). Expected the numbers of classes, "
                    + $"0 to {classes - 1}"
                    + (ignored is { } index
                        ? $", or {index} for what does not count."
                        : "; CrossEntropyLoss.IgnoreIndex is for places that do not count."));
        }
    }

    /// <summary>Whether the rows are images that can be changed so.</summary>
    public static void Augmentation(Dataset data, Model model, ImageAugmentation? augmentation, Loss loss)
    {
        if (augmentation is null)
            return;
        if (
            loss.TargetType(model.Output.Type) is { ElementType: ElementType.Int64, Shape.Rank: > 1 }
            && augmentation with { Mixup = 0, Cutout = 0, Fill = 0, Height = null, Width = null } != new ImageAugmentation())
            throw new NotSupportedException(
                "Images are shifted, turned, cut and bent without the classes of their pixels, which would then belong to other pixels. "
                    + "Leave all but Mixup and Cutout out, or change images and classes alike beforehand.");
        _ = ImageLayout.Of(data.Features[0], augmentation);
        if (augmentation.Mixup > 0 && !data.Weights.IsEmpty)
            throw new NotSupportedException(
                "Mixup and weights of rows do not go together: a mixed image would have two weights. Leave one of them out.");
        if (augmentation.Mixup > 0 && loss is ILossWithMemory)
            throw new NotSupportedException(
                $"{loss.GetType().Name} remembers what it saw of each batch, which Mixup would show it twice. Leave Mixup out.");
    }

    /// <summary>Numbers of float64 round to float32, but none may become infinite.</summary>
    private static void RequireInRange(RowTensor tensor, ElementType type, string what)
    {
        if (type != ElementType.Float32 || tensor.FirstBeyondFloat32 is not (>= 0 and var at)) return;
        throw new DataException(
            $"The {what} have {tensor.Number(at).ToString("R", CultureInfo.InvariantCulture)} in row {at / tensor.RowLength} (counted "
                + "from 0), "
            + "which float32 cannot hold. Scale the numbers, or use a model of float64.");
    }

    private static string ClrName(ElementType type) =>
        type.Row().Storage.ClrType.Name;

    private static long ElementsPerRow(Value input) => ElementsPerRow(input.Shape);

    private static long ElementsPerRow(Shape shape) => Row(shape).ElementCount;

    private static Shape Row(Shape shape) => Shape.Create(shape.Dimensions[1..]);
}
