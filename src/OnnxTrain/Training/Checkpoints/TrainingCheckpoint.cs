using System.Diagnostics;
using System.Text.Json;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>The checkpoint of one run on the disk: when it is due, what is in it, and whether it belongs to this run.</summary>
internal sealed class TrainingCheckpoint : IDisposable
{
    private const string StateKey = "onnxtrain.state";
    private const string SettingPrefix = "onnxtrain.run.";
    private const string FormKey = "onnxtrain.form";

    /// <summary>How runs are told apart; what an earlier version wrote says too little of its run to go on with it.</summary>
    private const string Form = "2";

    private readonly CheckpointOptions _options;
    private readonly IReadOnlyList<(string Name, string Value)> _identity;
    private readonly IReadOnlyList<(string Name, Variable Variable)> _tensors;
    private readonly RunLock _lock;
    private (DateTime Time, long Length) _known;
    private long _saved = Stopwatch.GetTimestamp();

    public TrainingCheckpoint(
        CheckpointOptions options, IReadOnlyList<(string Name, string Value)> identity,
        IReadOnlyList<(string Name, Variable Variable)> tensors)
    {
        (_options, _identity, _tensors) = (options, identity, tensors);
        if (File.Exists(options.Path) && !options.Resume)
            throw new DataException($"{options.Path} is the checkpoint of an earlier run. Resume it, name another folder, or delete it.");
        Directory.CreateDirectory(options.Folder);
        AtomicFile.RequireWritable(options.Path);
        _lock = new(options.Folder);
        AtomicFile.Tidy(options.Path);
    }

    /// <summary>How many epochs the run in a checkpoint has ended.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static int EpochsIn(string path)
    {
        using var file = new SafeTensorsReader(path);
        return StateOf(file, path).Results.Count;
    }

    public bool IsDue => Stopwatch.GetElapsedTime(_saved) >= _options.Interval;

    /// <exception cref="DataException">Meanwhile another run has written there; its file stays.</exception>
    public void Save(CheckpointState state)
    {
        if (File.Exists(_options.Path) && Stamp != _known)
        {
            using var other = new SafeTensorsReader(_options.Path);
            RequireSameRun(other);
        }

        var metadata = new Dictionary<string, string> { ["format"] = "pt", [StateKey] = CheckpointText.Of(state), [FormKey] = Form };
        foreach (var (name, text) in _identity) metadata[SettingPrefix + name] = text;
        SafeTensorsWriter.Write(_options.Path, _tensors, metadata);
        (_saved, _known) = (Stopwatch.GetTimestamp(), Stamp);
    }

    /// <summary>Lets other runs use the folder.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>Puts the tensors back and gives the rest; null where there is no checkpoint yet.</summary>
    /// <param name="rows">The rows of an epoch.</param>
    /// <exception cref="DataException">The file cannot be read, or is of another run. Nothing was changed.</exception>
    public CheckpointState? Load(int rows)
    {
        if (!File.Exists(_options.Path)) return null;
        using var file = new SafeTensorsReader(_options.Path);
        var state = StateOf(file, _options.Path);
        RequireSameRun(file);
        if (state.Sums.Rows > rows)
            throw new DataException(
                Invariant($"{_options.Path} is damaged: the epoch under way has seen {state.Sums.Rows} rows of {rows}. ")
                    + "Begin anew in another folder.");
        var entries = _tensors.Select(t => (t.Variable, Entry: file.Entries.GetValueOrDefault(t.Name))).ToList();
        if (
            entries.FirstOrDefault(e =>
                e.Entry is null || !e.Entry.Fits(e.Variable.Shape) || e.Entry.Type != e.Variable.ElementType.Row().SafeTensors
            ) is
            { Variable: { } misfit })
            throw new DataException(
                $"{_options.Path} does not hold {misfit}; it is of another version of this model or this library. Begin anew in another "
                    + "folder.");
        foreach (var (variable, entry) in entries)
            file.Read(entry!, variable.Bytes);
        GC.KeepAlive(_tensors);
        _known = Stamp;
        return state;
    }

    /// <summary>When the file was written, and how long it is.</summary>
    private (DateTime Time, long Length) Stamp =>
        new FileInfo(_options.Path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;

    /// <exception cref="DataException">The file is the checkpoint of another run.</exception>
    private void RequireSameRun(SafeTensorsReader file)
    {
        if (file.Metadata.GetValueOrDefault(FormKey) != Form)
            throw new DataException(
                $"{_options.Path} was written by another version of this library, which tells runs apart by other marks. Load its "
                    + "weights by LoadWeights, and begin anew in another folder.");
        foreach (var (name, wanted) in _identity)
        {
            var found = file.Metadata.GetValueOrDefault(SettingPrefix + name, "nothing");
            if (found != wanted)
                throw new DataException(
                    $"{_options.Path} is of another run: its {name} is {found}, here it is {wanted}. Use the same settings and data to "
                        + "resume it, or name another folder.");
        }
    }

    private static CheckpointState StateOf(SafeTensorsReader file, string path)
    {
        if (!file.Metadata.TryGetValue(StateKey, out var text))
            throw new DataException($"{path} holds weights, but not the state of a training run. Load it with LoadWeights.");
        try
        {
            return CheckpointText.Parse(text);
        }
        catch (JsonException e)
        {
            throw new DataException(
                $"{path} is damaged, or of another version of this library: {e.Message} Begin anew in another folder.", e);
        }
    }
}
