using System.Globalization;

namespace OnnxTrain;

/// <summary>Checks that data fit a model and its loss, before anything is computed.</summary>
internal static class DatasetCheck
{
    public static void Fits(IRowSource data, Model model, Loss loss)
    {
        var roles = new RowRoles(data);
        Features(data, model);
        if (roles.Answer < 0)
            throw new ArgumentException("The rows have no target: no column has RowRole.Target.");
        var target = loss.TargetType(model.Output.Type);
        var isMap = target.ElementType == ElementType.Int64 && target.Shape.Rank > 1;
        for (var bucket = 0; bucket < roles.BucketCount; bucket++) TargetSize(roles, bucket, model, loss, target, isMap);
        if (isMap)
        {
            ClassMaps(data, roles, model, loss);
            return;
        }

        if (target.ElementType == ElementType.Int64 && roles.Label is null)
            throw new ArgumentException($"{loss.GetType().Name} takes class labels; the data have numeric targets.");
        if (target.ElementType == ElementType.Int64 && roles.Label?.Classes > Classes(model, loss))
            throw new ArgumentException($"The data have {roles.Label.Classes} classes; the model yields {Classes(model, loss)} logits.");
        if (roles.Label is not null) Labels(data, roles, loss);
        Weights(data, roles);
        if (roles.Target is not null) RowNumberCheck.Run(data, roles.Places[roles.Answer], target.ElementType, "targets");
    }

    /// <summary>Checks that the targets of rows of one size have as many elements as the loss takes.</summary>
    private static void TargetSize(RowRoles roles, int bucket, Model model, Loss loss, TensorType target, bool isMap)
    {
        var columns = roles.ColumnsOf(bucket);
        var perRow = RowAxes.ElementsPerRow(target.Shape, RowAxes.Of(model, columns, roles.RowCount));
        var of = roles.BucketCount == 1 ? "" : $", for features {columns[0].RowText}";
        if (isMap && roles.Target is null)
            throw new ArgumentException(
                $"{loss.GetType().Name} takes a class for each of {perRow} positions in a row, {target}; the data have one label per row. "
                    + "Give the classes as targets, [rows, …].");
        var given = roles.Target is null ? 1 : columns[roles.Answer].RowLength;
        if (isMap && given != perRow)
            throw new ArgumentException(
                $"The targets do not fit: {loss.GetType().Name} takes {perRow} classes per row, {target}{of}; the data have {given}.");
        if (target.ElementType.IsFloat() && given != perRow)
            throw new ArgumentException(
                $"The targets do not fit: {loss.GetType().Name} takes {perRow} numbers per row, as many as the model yields{of}.");
    }

    /// <summary>Checks that rows without a class are ones that the loss ignores.</summary>
    private static void Labels(IRowSource data, RowRoles roles, Loss loss)
    {
        var (ignored, classes) = ((loss as ClassLoss)?.IgnoreIndex, roles.Label!.Classes);
        RowScan.Run(data, [roles.Places[roles.Answer]], (block, first, count) =>
        {
            var labels = block.Values<long>(0)[..count];
            for (var i = 0; i < count; i++)
            {
                var label = labels[i];
                if ((label >= 0 && label < classes) || label == ignored) continue;
                throw new DataException(
                    $"The label of row {first + i} (counted from 0) is {label.ToString(CultureInfo.InvariantCulture)}. Expected labels "
                        + $"from 0 to {classes - 1}"
                        + (
                            ignored is { } index
                                ? $", or {index.ToString(CultureInfo.InvariantCulture)} for rows to ignore."
                                : "; ClassLoss.IgnoreIndex is for rows to ignore."));
            }
        });
    }

    /// <summary>Checks that weights are at least 0, unless the source guarantees it.</summary>
    private static void Weights(IRowSource data, RowRoles roles)
    {
        if (!roles.IsWeighted || roles.Columns[roles.Weight].IsFinite) return;
        double[] numbers = [];
        RowScan.Run(data, [roles.Places[roles.Weight]], (block, first, count) =>
        {
            if (numbers.Length == 0) numbers = new double[block.Capacity];
            block.Convert(0, count, numbers);
            for (var i = 0; i < count; i++)
            {
                if (numbers[i] >= 0 && double.IsFinite(numbers[i])) continue;
                throw new DataException(
                    $"The weight of row {first + i} (counted from 0) is {numbers[i].ToString(CultureInfo.InvariantCulture)}. Expected "
                        + "finite numbers, 0 or more.");
            }
        });
    }

    /// <summary>Checks that the features fit the model's inputs.</summary>
    public static void Features(IRowSource data, Model model)
    {
        var roles = new RowRoles(data);
        var features = roles.Features;
        if (features.Length != model.Features.Count)
            throw new ArgumentException(
                $"The data have {features.Length} feature tensors; the model takes {model.Features.Count} inputs.");
        for (var i = 0; i < model.Features.Count; i++)
        {
            var input = model.Features[i];
            RowAxes.CheckInput(model, input);
            if (input.ElementType is ElementType.String or ElementType.Bool)
                throw new ArgumentException($"The input {input} is not a tensor of numbers; train on a table instead.");
            if (!features[i].ElementType.Fills(input.ElementType))
                throw new ArgumentException(
                    $"The input {input} takes {input.ElementType.Text()}; the data have {features[i].Text(roles.RowCount)}. Give a "
                        + $"Tensor<{ClrName(input.ElementType)}>, or let the model take {features[i].ElementType.Text()} and use Cast."
                );
        }

        for (var bucket = 0; bucket < roles.BucketCount; bucket++) RowAxes.Check(model, roles.ColumnsOf(bucket), roles.RowCount);
        for (var i = 0; i < model.Features.Count; i++)
            RowNumberCheck.Run(data, roles.Places[i], model.Features[i].ElementType, $"features for {model.Features[i]}");
    }

    /// <summary>Checks that the targets hold the index of a class for each position in a row.</summary>
    private static void ClassMaps(IRowSource data, RowRoles roles, Model model, Loss loss)
    {
        var (classes, ignored) = (Classes(model, loss), (loss as ClassLoss)?.IgnoreIndex ?? (loss as CtcLoss)?.Padding);
        double[] numbers = [];
        RowScan.Run(data, [roles.Places[roles.Answer]], (block, first, count) =>
        {
            var places = block.Columns[0].RowLength;
            if (numbers.Length < block.Capacity * places) numbers = new double[block.Capacity * places];
            block.Convert(0, count, numbers);
            for (var i = 0; i < count * places; i++)
            {
                var number = numbers[i];
                if (number == ignored || (number >= 0 && number < classes && double.IsInteger(number))) continue;
                throw new DataException(
                    $"The targets have {number.ToString(CultureInfo.InvariantCulture)} in row {first + (i / places)}, position "
                        + $"{i % places} (counted from 0). Expected class indices, "
                        + $"0 to {classes - 1}"
                        + (ignored is { } index
                            ? $", or {index} for positions to ignore."
                            : "; CrossEntropyLoss.IgnoreIndex is for positions to ignore."));
            }
        });
    }

    /// <summary>Checks that the augmentation can be applied to the rows.</summary>
    public static void Augmentation(IRowSource data, Model model, ImageAugmentation? augmentation, Loss loss)
    {
        if (augmentation is null)
            return;
        var roles = new RowRoles(data);
        if (
            loss.TargetType(model.Output.Type) is { ElementType: ElementType.Int64, Shape.Rank: > 1 }
            && augmentation with { Mixup = 0, Cutout = 0, Fill = 0, Height = null, Width = null } != new ImageAugmentation())
            throw new NotSupportedException(
                "Augmentation moves the pixels of an image, but not their classes, which would then belong to other pixels. "
                    + "Use only Mixup and Cutout, or augment images and classes together beforehand.");
        for (var bucket = 0; bucket < roles.BucketCount; bucket++) _ = ImageLayout.Of(roles.ColumnsOf(bucket)[0], augmentation);
        if (augmentation.Mixup > 0 && roles.IsWeighted)
            throw new NotSupportedException(
                "Mixup and row weights cannot be combined: a mixed image would have two weights. Leave one of them out.");
        if (augmentation.Mixup > 0 && loss is IStatefulLoss)
            throw new NotSupportedException(
                $"{loss.GetType().Name} keeps state between steps, and Mixup would show it each batch twice. Leave Mixup out.");
    }

    /// <summary>The number of classes that the model yields.</summary>
    private static long Classes(Model model, Loss loss) => model.Output.Shape[(loss as ClassLoss)?.Axis(model.Output.Shape) ?? 1].Size;

    private static string ClrName(ElementType type) =>
        type.Row().Storage.ClrType.Name;
}
