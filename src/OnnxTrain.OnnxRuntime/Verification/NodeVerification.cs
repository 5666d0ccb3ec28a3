using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>One verification node by node: the values of a file in ONNX Runtime beside those of the model.</summary>
internal sealed class NodeVerification
{
    /// <summary>Values that are held at once, of the model and of the file.</summary>
    private const int ValuesAtOnce = 64;

    private readonly Model _model;
    private readonly string _path;
    private readonly NodeVerificationOptions _options;
    private TensorData[] _inputs;
    private readonly int _rows;
    private readonly VerificationData _data;
    private readonly Dictionary<string, int> _notFinite = new(StringComparer.Ordinal);
    private bool _hasBadOutput;
    private readonly List<string> _problems = [];
    private readonly List<NodeComparison> _nodes = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private ModelProto _file = new();
    private NodeMatch? _match;

    public NodeVerification(Model model, string path, VerificationData data, NodeVerificationOptions options)
    {
        (_model, _path, _data, _options) = (model, path, data, options);
        var axis = model.Inputs[0].Shape.Rank > 0 ? model.Inputs[0].Shape[0] : 1;
        _rows = axis.IsFixed ? checked((int)axis.Size) : Math.Min(options.Rows, data.Rows);
        if (options.FirstRow >= data.Rows)
            throw new ArgumentException(
                $"The first row was to be {options.FirstRow}, counted from 0; the data have {data.Rows} rows.", nameof(options));
        _inputs = data.Batch(options.FirstRow, _rows);
    }

    private IReadOnlyList<string> InputNames => [.. _model.Inputs.Select(i => ((InputValue)i).Name)];

    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public NodeVerificationReport Run(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!Open()) return Report();
        ListValues();
        var (count, failure) = (_file.Graph.Node.Count, "");
        if (TryRun(count) is { } message)
        {
            (count, failure) = LongestPrefix(message, cancellationToken);
            if (_problems.Count > 0) return Report();
        }

        Compare(count, cancellationToken);
        if (_hasBadOutput) MarkNotFinite();
        if (failure.Length > 0) NoteFailure(count, failure);
        return Explain(cancellationToken);
    }

    /// <summary>Whether there is anything to compare.</summary>
    private bool Open()
    {
        try
        {
            _file = OnnxFile.Read(_path);
            _match = NodeMatch.Of(_model, _file, _options.Export);
            if (NumbersOnlyMark.IsIn(_file)) _inputs = _model.ToNumbers(_inputs);
        }
        catch (InvalidDataException e)
        {
            _problems.Add(e.Message);
            return false;
        }
        catch (ExportException e)
        {
            _problems.Add($"the model cannot be exported as the file was, so that its values have no names to compare: {e.Message}");
            return false;
        }

        var found = _file.Graph.Input.Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        var missing = InputNames.Where(name => !found.Contains(name)).ToList();
        var extra = found.Except(InputNames).ToList();
        if (missing.Count > 0)
            _problems.Add($"the file has no input '{missing[0]}', which the model has; its inputs are {string.Join(", ", found)}");
        else if (extra.Count > 0)
            _problems.Add($"the file has the input '{extra[0]}', which the model does not have");
        else if (_match.Export.Model.Graph.Node.Count > 0 && _file.Graph.Node.SelectMany(n => n.Output).All(o => _match.Value(o) is null))
            _problems.Add(
                "no value of the file has a name that the model's export has; it is another model, or was written by other means");
        return _problems.Count == 0;
    }

    private void ListValues()
    {
        foreach (var node in _file.Graph.Node)
        {
            foreach (var name in node.Output.Where(o => o.Length > 0))
            {
                _places.TryAdd(name, _nodes.Count);
                var value = _match!.Value(name);
                var remark = _match.Unknown.Contains(name) ? "the model's export has no such name" : "";
                _nodes.Add(
                    new(name, node.OpType, Module(name), null, value is null ? NodeVerdict.FileOnly : NodeVerdict.NotRun, 0, 0, remark));
            }
        }
    }

    /// <summary>The module of a value; a step that only the file has is named after the operator's value.</summary>
    private string Module(string name)
    {
        for (; name.Length > 0; name = name[..Math.Max(0, name.LastIndexOf('/'))])
        {
            if (_match!.Export.Paths.TryGetValue(name, out var path)) return path;
        }

        return "";
    }

    /// <summary>The names of the first nodes' values that the model has too.</summary>
    private List<string> Comparable(int nodes) =>
        [.. _file.Graph.Node.Take(nodes).SelectMany(n => n.Output).Where(o => o.Length > 0 && _match!.Value(o) is not null).Distinct()];

    private OrtRunner OpenPrefix(int nodes)
    {
        var outputs = Comparable(nodes);
        // Nodes behind the last value that the model knows must run too.
        var last = _file.Graph.Node.Take(nodes).LastOrDefault()?.Output.FirstOrDefault(o => o.Length > 0);
        var shown = last is null || outputs.Contains(last) ? outputs : [.. outputs, last];
        return new(
            ModelParts.Prefix(_file, nodes, shown).ToByteArray(), optimize: false, _options.Comparison.Provider,
            _options.Comparison.Threads);
    }

    private TensorData[] RunFile(OrtRunner runner, IReadOnlyList<string> outputs) => runner.Run([.. InputNames.Zip(_inputs)], outputs);

    /// <summary>Why the first nodes do not load or run; null if they do.</summary>
    private string? TryRun(int nodes)
    {
        if (nodes == 0) return null;
        try
        {
            using var runner = OpenPrefix(nodes);
            var outputs = Comparable(nodes);
            if (outputs.Count > 0) RunFile(runner, [outputs[^1]]);
            return null;
        }
        catch (Exception e) when (e is OnnxRuntimeException or NotSupportedException)
        {
            return e.Message;
        }
    }

    /// <summary>How many of the first nodes load and run, and why the next does not.</summary>
    private (int Count, string Failure) LongestPrefix(string failure, CancellationToken cancellationToken)
    {
        var (runs, fails) = (0, _file.Graph.Node.Count);
        while (fails - runs > 1)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var middle = runs + ((fails - runs) / 2);
            if (TryRun(middle) is { } message) (fails, failure) = (middle, message);
            else runs = middle;
        }

        // A failure of the whole that no node is to blame for, such as a format that is not known, is there with one node too.
        if (runs == 0 && _file.Graph.Node.Count > 1) _problems.Add($"ONNX Runtime does not run the file: {failure}");
        return (runs, failure);
    }

    private void Compare(int nodes, CancellationToken cancellationToken)
    {
        if (nodes == 0) return;
        using var runner = OpenPrefix(nodes);
        foreach (var names in Comparable(nodes).Chunk(ValuesAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var native = Evaluate([.. names.Select(n => _match!.Value(n)!)]);
            var found = RunFile(runner, names);
            for (var i = 0; i < names.Length; i++)
            {
                var difference = NodeDifference.Of(native[i], found[i], _options.Comparison);
                NoteNotFinite(names[i], native[i], difference);
                Set(names[i], node => node with
                {
                    Type = native[i].Type,
                    Verdict = difference.IsDifferent ? NodeVerdict.Different : NodeVerdict.Equivalent,
                    LargestAbsolute = difference.Absolute,
                    LargestRelative = difference.Relative,
                    Remark = difference.Remark,
                });
            }
        }
    }

    private void NoteNotFinite(string name, TensorData native, NodeDifference difference)
    {
        if (difference.NotFinite == 0 || _options.Comparison.AllowNotFinite) return;
        _notFinite[name] = difference.NotFinite;
        if (_file.Graph.Output.All(o => o.Name != name)) return;
        var (batch, width) = (new VerificationBatch(_options.FirstRow, _rows), native.Elements.Length / _rows);
        var isPerRow = native.Type.Shape.Rank > 0 && native.Type.Shape[0].Size == _rows;
        var numbers = native.Numbers();
        for (var i = 0; i < numbers.Length && !_hasBadOutput; i++)
        {
            _hasBadOutput = !double.IsFinite(numbers[i]) && _data.IsFinite(batch, isPerRow ? i / width : null);
        }
    }

    /// <summary>An output is not finite: the nodes on the way to it whose values are not may be to blame.</summary>
    private void MarkNotFinite()
    {
        foreach (var (name, count) in _notFinite)
        {
            Set(
                name,
                n =>
                    n.Verdict != NodeVerdict.Equivalent
                        ? n
                        : n with
                        {
                            Verdict = NodeVerdict.NotFinite,
                            Remark = string.Create(
                                System.Globalization.CultureInfo.InvariantCulture,
                                $"{count} elements are NaN or infinite, in the model as in the file"),
                        });
        }
    }

    private void NoteFailure(int node, string failure)
    {
        foreach (var name in _file.Graph.Node[node].Output.Where(o => o.Length > 0))
            Set(name, n => n with { Verdict = NodeVerdict.Failed, Remark = $"ONNX Runtime: {failure.ReplaceLineEndings(" ").Trim()}" });
    }

    private void Set(string name, Func<NodeComparison, NodeComparison> change) => _nodes[_places[name]] = change(_nodes[_places[name]]);

    private TensorData[] Evaluate(IReadOnlyList<Value> values)
    {
        using var evaluator = new Evaluator(_match!.Export.Inputs, values);
        return evaluator.Run(_inputs);
    }

    /// <summary>Runs the first node that differs by itself, says why it may differ, and saves it where that is wanted.</summary>
    private NodeVerificationReport Explain(CancellationToken cancellationToken)
    {
        while (_nodes.FindIndex(n => n.IsWrong) is >= 0 and var index)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = _nodes[index];
            var node = _file.Graph.Node.First(n => n.Output.Contains(first.Value));
            var isolated = IsolatedNode.Run(_file, node, Native, Evaluate, _options.Comparison);
            var isDifferent = isolated.IsDifferent(_options.Comparison);
            if (
                !isDifferent
                && first.Verdict == NodeVerdict.Different
                && first.Type is { ElementType: var type } && !type.IsFloat())
            {
                // Numbers that lie within tolerance on two sides of a threshold make other truths and labels.
                _nodes[index] = first with
                {
                    Verdict = NodeVerdict.Equivalent,
                    LargestAbsolute = 0,
                    LargestRelative = 0,
                    Remark = $"equal from the model's own values; from the file's, whose last digits are others, {first.Remark}",
                };
                continue;
            }

            List<string> reasons = [.. _match!.Changes(isolated.Part, first.Value)];
            if (first.Verdict == NodeVerdict.NotFinite) reasons.Add(isolated.Blame());
            if (first.Verdict == NodeVerdict.Different && !isDifferent)
                reasons.Add(
                    "given the model's own values, the node computes what the model does: the difference has grown in the nodes before "
                        + "it, each time within tolerance");
            else if (first.Verdict == NodeVerdict.Different)
                reasons.Add("given the model's own values, the node differs by itself");
            var report = Report() with { Reasons = reasons };
            if (_options.SaveFolder is not { } folder) return report;
            NodeFolder.Write(folder, isolated, NodeFolder.Readme(report, isolated));
            return report with { SavedTo = folder };
        }

        return Report();
    }

    private Value? Native(string name) => _match!.Export.Inputs.FirstOrDefault(i => ((InputValue)i).Name == name) ?? _match.Value(name);

    private NodeVerificationReport Report() => new()
    {
        Path = _path,
        Nodes = [.. _nodes],
        Problems = [.. _problems],
        Notes = [.. _match?.Notes() ?? []],
        Rows = _rows,
        Provider = _options.Comparison.Provider,
        RuntimeVersion = OrtSessions.RuntimeVersion,
    };
}
