namespace OnnxTrain;

/// <summary>The settings of a <see cref="Trainer"/> as its loop takes them.</summary>
internal sealed record TrainingSettings(ulong Seed, int BatchSize, bool Shuffle, int? Patience, LearningRateSchedule? Schedule, int AccumulationSteps, UpdateSettings Update);
