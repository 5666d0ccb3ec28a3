using System.Diagnostics;
using System.Text.Json;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>The checkpoint of one run on disk: when it is due, what it contains, and whether it belongs to this run.</summary>
internal sealed class TrainingCheckpoint : IDisposable
{
    private const string StateKey = "onnxtrain.state";
    private const string SettingPrefix = "onnxtrain.run.";
    private const string FormKey = "onnxtrain.form";

    /// <summary>The version of the run identity. Checkpoints of an earlier version say too little about their run to resume it.</summary>
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
            throw new DataException($"{options.Path} is the checkpoint of an earlier run. Resume it, choose another folder, or delete it.");
        Directory.CreateDirectory(options.Folder);
        AtomicFile.RequireWritable(options.Path);
        _lock = new(options.Folder);
        AtomicFile.Tidy(options.Path);
    }

    /// <summary>The number of finished epochs of the run in a checkpoint.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static int EpochsIn(string path)
    {
        using var file = new SafeTensorsReader(path);
        return StateOf(file, path).Results.Count;
    }

    public bool IsDue => Stopwatch.GetElapsedTime(_saved) >= _options.Interval;

    /// <exception cref="DataException">Another run has written there in the meantime; its file is kept.</exception>
    public void Save(CheckpointState state)
    {
        if (File.Exists(_options.Path) && Stamp != _known)
        {
            using var other = new SafeTensorsReader(_options.Path);
            RequireSameRun(other);
        }

        var metadata = new Dictionary<string, string> { ["format"] = "pt", [StateKey] = CheckpointText.Of(state), [FormKey] = Form };
        foreach (var (name, text) in _identity) metadata[SettingPrefix + name] = text;
        try
        {
            SafeTensorsWriter.Write(_options.Path, _tensors, metadata);
        }
        catch (Exception e) when (_options.OnFailure is not null && (e is IOException or UnauthorizedAccessException))
        {
            _options.OnFailure(e);
        }

        (_saved, _known) = (Stopwatch.GetTimestamp(), Stamp);
    }

    /// <summary>Releases the folder for other runs.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>Restores the tensors and returns the rest; null if there is no checkpoint yet.</summary>
    /// <param name="rows">The number of rows in an epoch.</param>
    /// <exception cref="DataException">The file cannot be read, or belongs to another run. Nothing was changed.</exception>
    public CheckpointState? Load(int rows)
    {
        if (!File.Exists(_options.Path)) return null;
        using var file = new SafeTensorsReader(_options.Path);
        var state = StateOf(file, _options.Path);
        RequireSameRun(file);
        if (state.Sums.Rows > rows)
            throw new DataException(
                Invariant($"{_options.Path} is damaged: the current epoch has seen {state.Sums.Rows} rows of {rows}. ")
                    + "Start again in another folder.");
        var entries = _tensors.Select(t => (t.Variable, Entry: file.Entries.GetValueOrDefault(t.Name))).ToList();
        if (
            entries.FirstOrDefault(e =>
                e.Entry is null || !e.Entry.Fits(e.Variable.Shape) || e.Entry.Type != e.Variable.ElementType.Row().SafeTensors
            ) is
            { Variable: { } misfit })
            throw new DataException(
                $"{_options.Path} does not hold {misfit}; it is of another version of this model or this library. Start again in another "
                    + "folder.");
        foreach (var (variable, entry) in entries)
            file.Read(entry!, variable.Bytes);
        GC.KeepAlive(_tensors);
        _known = Stamp;
        return state;
    }

    /// <summary>The time of the last write, and the length of the file.</summary>
    private (DateTime Time, long Length) Stamp =>
        new FileInfo(_options.Path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;

    /// <exception cref="DataException">The file is the checkpoint of another run.</exception>
    private void RequireSameRun(SafeTensorsReader file)
    {
        if (file.Metadata.GetValueOrDefault(FormKey) != Form)
            throw new DataException(
                $"{_options.Path} was written by another version of this library, which identifies runs differently. Load its "
                    + "weights by LoadWeights, and start again in another folder.");
        foreach (var (name, wanted) in _identity)
        {
            var found = file.Metadata.GetValueOrDefault(SettingPrefix + name, "nothing");
            if (found != wanted)
                throw new DataException(
                    $"{_options.Path} belongs to another run: its {name} is {found}; here it is {wanted}. Use the same settings and data "
                        + "to resume it, or choose another folder.");
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
                $"{path} is damaged, or of another version of this library: {e.Message} Start again in another folder.", e);
        }
    }
}
