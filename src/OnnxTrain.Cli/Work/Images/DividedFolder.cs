namespace OnnxTrain.Cli;

/// <summary>
/// A folder whose images are divided already: <c>train</c> beside <c>val</c> or <c>test</c>, with folders of the same classes.
/// </summary>
/// <param name="Root">The folder.</param>
/// <param name="Train">The name of the folder of training images.</param>
/// <param name="Validation">The name of the folder of validation images, or null.</param>
/// <param name="Classes">The names of the classes, which are those of the training images.</param>
/// <param name="LeftOut">The names of the other folders.</param>
internal sealed record DividedFolder(
    string Root, string Train, string? Validation, IReadOnlyList<string> Classes, IReadOnlyList<string> LeftOut)
{
    private static readonly string[] TrainNames = ["train", "training"], ValidationNames = ["val", "valid", "validation"];
    private static readonly string[] TestNames = ["test", "testing"];

    /// <summary>The path of the training images.</summary>
    public string TrainPath => Path.Combine(Root, Train);

    /// <summary>The path of the validation images, or null.</summary>
    public string? ValidationPath => Validation is null ? null : Path.Combine(Root, Validation);

    /// <summary>The path of the test images, or null.</summary>
    public string? TestPath => LeftOut.FirstOrDefault(IsTest) is { } test ? Path.Combine(Root, test) : null;

    /// <summary>What was found, in a note for each thing to know.</summary>
    /// <param name="request">What was asked for.</param>
    public IEnumerable<string> Notes(TrainRequest request)
    {
        var wanted = request.Validation;
        var validates = wanted.IsAny && wanted.Data is null;
        yield return $"'{Train}' is trained on"
            + (wanted.Data is { } own ? $" and '{own}' validates"
                : Validation is null ? wanted.IsAny ? "; there is no folder of validation images, so a part of it is held back" : ""
                : validates ? $" and '{Validation}' validates"
                : $"; '{Validation}' is left out, as {(request.Folds is null ? "--validation 0" : "--folds")} asks");
        if (validates && Validation is not null && Classes.Except(Names(Root, Validation)).ToList() is { Count: > 0 } missing)
            yield return $"'{Validation}' has no folder for {Numbers.Count(missing.Count, "class", "classes")} of '{Train}': "
                + string.Join(", ", missing);
        foreach (var name in LeftOut)
        {
            yield return IsTest(name)
                ? request.Test is null ? $"'{name}' tests the trained model" : $"'{name}' is left out, as --test asks"
                : $"'{name}' is left out: it is no folder of training, validation or test images";
        }
    }

    /// <summary>The parts of a folder; null if its folders are classes.</summary>
    /// <exception cref="ToolException">A class of validation images is none of the training images.</exception>
    public static DividedFolder? Of(string root)
    {
        if (!Directory.Exists(root)) return null;
        var names = new FolderWalk(root).Folders();
        if (names.FirstOrDefault(name => IsOneOf(name, TrainNames)) is not { } train) return null;
        var classes = Names(root, train);
        var validation = names.FirstOrDefault(name => IsOneOf(name, ValidationNames));
        string[] others = [.. names.Where(name => IsOneOf(name, [.. ValidationNames, .. TestNames]))];

        // Pictures of trains and tests are classes of their own: no folders of the same classes are in them.
        if (!others.Any(name => Names(root, name).Intersect(classes).Any())) return null;
        if (validation is not null && Names(root, validation).Except(classes).FirstOrDefault() is { } unknown)
            throw new ToolException(
                $"'{validation}' has the class '{unknown}', which '{train}' has not.",
                $"Put images of '{unknown}' into '{train}', or remove it from '{validation}'.");
        return new(root, train, validation, classes, [.. names.Where(name => name != train && name != validation)]);
    }

    private static bool IsTest(string name) => IsOneOf(name, TestNames);

    private static bool IsOneOf(string name, string[] names) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static List<string> Names(string root, string part) => new FolderWalk(Path.Combine(root, part)).Folders();
}
