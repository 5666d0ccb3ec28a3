using System.Text;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>Writes a training step to files.</summary>
public static class TrainingExport
{
    /// <summary>The newest operator set that is chosen by default: runtimes for the web and for phones support no newer one.</summary>
    private const int NewestOpset = 21;

    /// <summary>
    /// Writes the training step of a trainer as ONNX, in standard operators only: model, loss, optimizer, schedule, penalty, clipping and
    /// constraint of the trainer. With the files, any ONNX runtime can train the model: feed a batch and the variables, and feed the
    /// updated variables into the next step. Training starts from the current weights of the model, with a new optimizer state. The
    /// training loop is the caller's: batches, augmentation, epochs and when to stop.
    /// </summary>
    /// <param name="trainer">The model, loss, optimizer and settings.</param>
    /// <param name="folder">The folder for the files; created if it does not exist. Files of an earlier export are replaced.</param>
    /// <param name="options">The operator set and other choices.</param>
    /// <exception cref="ExportException">An operator or a setting cannot be written; the message names it and the module. Nothing is
    /// written.</exception>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public static TrainingFiles ExportTraining(this Trainer trainer, string folder, TrainingExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return Export(trainer, folder, options ?? new());
    }

    private static TrainingFiles Export(Trainer trainer, string folder, TrainingExportOptions options)
    {
        var (model, training) = (trainer.Model, trainer.Options);
        if (TrainingOptionTable.All.FirstOrDefault(o => o.RefusedInStepFiles is not null && !o.IsDefault(training)) is { } refused)
            throw new ExportException($"{refused.Name} is {refused.Text(training)}: {refused.RefusedInStepFiles}");
        var isWeighted = trainer.IsWeighted || options.RowWeights;
        if (isWeighted && training.IsMixed)
            throw new ExportException(
                "Mixup and row weights cannot be combined: a mixed image would have two weights. Leave one of them out.");
        using var step = new StepGraph(model, trainer.Loss, trainer.Optimizer, training, isWeighted);
        var (raw, rate) = (new Graph([.. model.Inputs, .. step.Batch.Feeds, step.Rate], step.Graph.Fetches, step.Graph.Updates), step.Rate);
        RequireOpsetOfDraws(raw, options);
        using var narrow = options.Float64Counters || model.ElementType == ElementType.Float64 ? null : new NarrowStep(raw, rate);
        if (narrow is not null) (raw, rate) = (narrow.Graph, narrow.Rate);
        var portable = new PortableStep(
            raw, model.Trained, options.Random,
            training.Schedule is { } schedule ? (rate, number => ScheduleTable.RateAt(schedule, rate, number, options)) : null,
            carried:
            [
                .. model.Parameters,
                .. model.Updates.Select(u => u.Variable),
                .. new Graph(model.Inputs, [.. model.Outputs.Select(o => o.Value)]).Variables,
            ]);
        (string Name, Value Value)[] fetches = [.. step.Graph.Fetches.Select((fetch, i) => (NameOf(fetch, step), portable.Fetches[i]))];
        return Write(trainer, folder, options, portable, fetches);
    }

    /// <summary>Creates all files in memory before the first is written.</summary>
    private static TrainingFiles Write(
        Trainer trainer, string folder, TrainingExportOptions options, PortableStep step,
        (string Name, Value Value)[] fetches)
    {
        var model = trainer.Model;
        (string Name, Value Value)[] outputs = [.. fetches, .. step.Updates.Select(u => (PortableStep.UpdateName(u.Variable), u.NewValue))];
        RequireDifferentNames(step.Graph, outputs);
        var opset = Opset(step.Graph, model, options);
        var training = GraphExporter.Write("training_step", step.Graph.Feeds, outputs, opset, variablesAsInputs: true);
        training.Graph.DocString = "One step of training. Feed the updated variables into the next step.";
        var plain = new ExportOptions { Opset = options.Opset, FoldBatchNormalization = false };
        var inference = OnnxExport.Export(model, plain, variablesAsInputs: true).Model;
        var finished = OnnxFile.Bytes(OnnxExport.ToOnnx(model, plain));
        Variable[] variables = [.. step.Graph.Variables.Concat(step.Updates.Select(u => u.Variable)).Distinct()];
        var initial = InitialValues.Of(variables, opset);
        var manifest = new TrainingManifest
        {
            Inputs = [.. step.Graph.Feeds.Select(feed => (Role(feed, model, step), ((InputValue)feed).Name, feed.Type))],
            Outputs = [.. fetches.Select(f => (f.Name, f.Name, f.Value.Type))],
            Variables = Describe(variables, step, inferred: [.. inference.Graph.Input.Select(i => i.Name)], InitializerPlaces.Of(finished)),
            LearningRate = trainer.Optimizer.LearningRate,
            BatchSize = trainer.Options.BatchSize,
            Seed = unchecked((long)trainer.Options.Seed),
            Classes = model.Classes,
            ModelChecksum = TrainingManifest.Checksum(finished),
        };
        var files = new TrainingFiles(
            folder, OnnxFile.NodeCount(training),
            [.. manifest.Inputs.Select(i => i.Name)],
            [.. variables.Select(v => v.Name)],
            [.. fetches.Select(f => f.Name)])
        {
            Draws = [.. step.DrawInputs.Select(d => ((InputValue)d).Name)],
        };
        Directory.CreateDirectory(folder);
        OnnxFile.Write(training, files.Training);
        OnnxFile.Write(initial, files.Initial);
        SafeTensorsWriter.Write(
            files.Weights,
            [.. variables.Select(v => (v.Name, v))],
            new Dictionary<string, string> { ["format"] = "pt" });
        OnnxFile.Write(inference, files.Inference);
        AtomicFile.Write(files.Model, stream => stream.Write(finished));
        AtomicFile.Write(files.Manifest, stream => stream.Write(Encoding.UTF8.GetBytes(manifest.ToJson())));
        return files;
    }

    private static TrainingVariable[] Describe(
        Variable[] variables, PortableStep step, HashSet<string> inferred, IReadOnlyDictionary<string, (long Offset, long Length)> places)
    {
        var updated = step.Updates.Select(u => u.Variable).ToHashSet();
        return
        [
            .. variables.Select(v => new TrainingVariable(
                v.Name, v.ToValue().Type, updated.Contains(v) ? PortableStep.UpdateName(v) : null, inferred.Contains(v.Name),
                inferred.Contains(v.Name) ? places[v.Name] : null)),
        ];
    }

    private static string NameOf(Value fetch, StepGraph step) =>
        fetch == step.Batch.Loss ? "loss" : fetch == step.Accuracy ? "accuracy" : "total";

    private static string Role(Value feed, Model model, PortableStep step) => feed switch
    {
        _ when model.Inputs.Contains(feed) => "feature",
        _ when step.DrawInputs.Contains(feed) => "draw",
        _ => ((InputValue)feed).Name,
    };

    private static void RequireOpsetOfDraws(Graph step, TrainingExportOptions options)
    {
        if (
            options is { Random: RandomSource.Seed, Opset: < SeededDraws.MinimumOpset and { } opset }
            && step.Nodes.FirstOrDefault(n => n.Op.IsRandom) is { } node)
            throw new ExportException(
                $"{node.Op.Name}{Place(node)} draws random numbers from the seed, which needs opset {SeededDraws.MinimumOpset}; {opset} "
                    + "was requested. Or supply them as inputs: TrainingExportOptions.Random = RandomSource.Inputs.");
    }

    private static string Place(Node node) => node.Path.Length > 0 ? $" in {node.Path}" : "";

    private static int Opset(Graph step, Model model, TrainingExportOptions options)
    {
        if (options.Opset is { } wanted)
            return wanted;
        var needed = step
            .Nodes.Concat(new Graph(model.Inputs, [.. model.Outputs.Select(o => o.Value)]).Nodes)
            .MaxBy(n => n.Op.MinimumOpset);
        var opset = Math.Max(OnnxVersions.DefaultOpset, needed?.Op.MinimumOpset ?? 0);
        return opset <= NewestOpset
            ? opset
            : throw new ExportException(
                $"{needed!.Op.Name}{Place(needed)} needs opset {opset}, and files of training steps are written with opset {NewestOpset} "
                    + "at most unless TrainingExportOptions.Opset says otherwise.");
    }

    private static void RequireDifferentNames(Graph step, IEnumerable<(string Name, Value Value)> outputs)
    {
        var names = step
            .Feeds.Select(f => ((InputValue)f).Name)
            .Concat(step.Variables.Select(v => v.Name))
            .Concat(outputs.Select(o => o.Name));
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new ExportException(
                $"The name '{same.Key}' is used by two of the step's inputs, outputs and variables; rename the model's.");
    }
}
