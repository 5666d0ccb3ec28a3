namespace OnnxTrain.Cli;

/// <summary>Where the lines of several files are that are read as one.</summary>
internal sealed class PartLines
{
    private readonly List<(string File, int First, int Skipped)> _parts = [];

    /// <summary>Adds a file.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="first">The line where it begins, counted from 0 in all that is read.</param>
    /// <param name="skipped">How many of its own lines come before that one.</param>
    public void Add(string file, int first, int skipped) => _parts.Add((file, first, skipped));

    /// <summary>The place of a line, counted from 1 in all that is read.</summary>
    public string Place(int line)
    {
        var (file, first, skipped) = _parts.Last(part => part.First < line);
        return $"{file}, line {line - first + skipped}";
    }
}
