import { Doctor } from './doctor.entity';

describe('Doctor', () => {
  const aDoctor = () =>
    Object.assign(new Doctor(), { specialization: 'Cardiology', phone: '+40 21 555 0100', isActive: true });

  it('comes back under the new specialization', () => {
    const doctor = aDoctor();
    doctor.dismiss();
    doctor.employ('Dermatology', '+40 21 555 0199');
    expect(doctor).toMatchObject({ specialization: 'Dermatology', phone: '+40 21 555 0199', isActive: true });
  });

  it('keeps the phone when none is given', () => {
    const doctor = aDoctor();
    doctor.employ('Dermatology', null);
    expect(doctor.phone).toBe('+40 21 555 0100');
  });

  it('keeps everything but the activity when dismissed', () => {
    const doctor = aDoctor();
    doctor.dismiss();
    expect(doctor).toMatchObject({ specialization: 'Cardiology', phone: '+40 21 555 0100', isActive: false });
  });
});
