namespace OnnxTrain.Cli;

/// <summary>The data that a model is run on, as they are named on the command line.</summary>
internal static class DataArgument
{
    /// <exception cref="ToolException">A pipe or a device is named, whose reading may never end, where a file is read whole.</exception>
    public static void RequireRegular(string file)
    {
        if (!RegularFile.Is(file))
            throw new ToolException($"'{file}' is a pipe or a device, and is read whole.", "Write it to a file, and name that.");
    }

    /// <exception cref="ToolException">The data are named first, and the model after them; or the model is a pipe or a device.</exception>
    public static void RequireOrder(string verb, string model, IReadOnlyList<string> data)
    {
        RequireRegular(model);
        if (IsModel(model) || data is not [var second, ..] || !IsModel(second)) return;
        throw new ToolException(
            $"The model comes first, then the data: '{model}' is not an .onnx file, and '{second}' is.",
            $"Change the order: {CommandLineText.Of([verb, second, model, .. data.Skip(1)])}");
    }

    /// <exception cref="ToolException">The data are a folder, and the model takes columns of a table.</exception>
    public static void RequireTable(string model, IEnumerable<string> columns, string data)
    {
        if (Directory.Exists(data))
            throw new ToolException(
                $"'{data}' is a folder, and {Path.GetFileName(model)} takes a table with the columns {NameList.Quoted(columns)}.",
                "Name a CSV file that has these columns.");
    }

    /// <exception cref="ToolException">The data are a file that is no image, and the model takes images.</exception>
    public static void RequireImages(string model, string data)
    {
        if (File.Exists(data) && !ToolDecoders.Know(data))
            throw new ToolException(
                $"'{data}' is not an image, and {Path.GetFileName(model)} takes images.", "Name a folder of images, or an image.");
    }

    private static bool IsModel(string name) => Path.GetExtension(name).Equals(".onnx", StringComparison.OrdinalIgnoreCase);
}
